package io.verigrad.runner.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.tdx.TdxForge;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configfs as plain folders; what the fake machine reports is forged down from roots of the verifier's tests. */
class TsmAttesterTest {
    private static final int REPORT = 1184;

    @TempDir
    Path root;

    private final SnpForge snp = new SnpForge();
    private final FakeConfigfs kernel = new FakeConfigfs("sev_guest", this::report);

    private Bytes report(Bytes reportData) {
        snp.report = bytes -> System.arraycopy(reportData.toArray(), 0, bytes, 0x50, 64);
        return snp.document().slice(0, REPORT);
    }

    @Test
    void reportsOfSevSnpAreAcceptedByTheVerifier() throws Exception {
        Bytes document = snp.document();
        kernel.certificates = document.slice(REPORT, document.size());

        Evidence evidence = attester().attest(Hash32.ZERO, snp.nonce, snp.binding());

        assertThat(evidence.format()).isEqualTo("snp-v1");
        assertThat(snp.appraise(evidence.document())).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void reportsForAnotherNonceAreNot() throws Exception {
        Bytes document = snp.document();
        kernel.certificates = document.slice(REPORT, document.size());

        Evidence evidence = attester().attest(Hash32.ZERO, Hash32.ZERO, snp.binding());

        assertThat(snp.appraise(evidence.document())).isInstanceOf(EnclaveVerdict.Contraindicated.class);
    }

    @Test
    void quotesOfTdxAreAcceptedByTheVerifier() throws Exception {
        TdxForge tdx = new TdxForge();
        kernel.provider = "tdx_guest";
        kernel.report = reportData -> {
            tdx.body = body -> System.arraycopy(reportData.toArray(), 0, body, 520, 64);
            return Bytes.concat(tdx.document(), Bytes.of(new byte[70]));
        };

        Evidence evidence = attester().attest(Hash32.ZERO, tdx.nonce, tdx.binding());

        assertThat(evidence.format()).isEqualTo("tdx-v1");
        assertThat(tdx.appraise(evidence.document())).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void waitsWhileTheMachineIsBusy() {
        kernel.busy = 2;

        assertThat(tsm().report(Bytes.of(new byte[64])).report().size()).isEqualTo(REPORT);
        assertThat(kernel.requests).isEqualTo(3);
    }

    @Test
    void discardsAReportThatSomebodyElseMayHaveAskedFor() {
        kernel.disturbed = 1;
        assertThat(tsm().report(Bytes.of(new byte[64])).report().size()).isEqualTo(REPORT);
        assertThat(kernel.requests).isEqualTo(2);

        kernel.disturbed = 100;
        assertThatThrownBy(() -> tsm().report(Bytes.of(new byte[64])))
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining("expected generation 1 after one write, found 2");
    }

    @Test
    void leavesNothingBehind() throws Exception {
        tsm().report(Bytes.of(new byte[64]));
        kernel.provider = "arm_cca_guest";

        assertThatThrownBy(this::attester)
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining("expected a report of sev_guest or tdx_guest, found one of arm_cca_guest");
        try (var left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoProvider() {
        ConfigfsTsm noKernel = new ConfigfsTsm(root.resolve("absent"));

        assertThatThrownBy(() -> noKernel.report(Bytes.of(new byte[64])))
                .isInstanceOf(AttestationUnavailableException.class)
                .hasMessageContaining("needs Linux 6.7 or newer");
    }

    private ConfigfsTsm tsm() {
        return new ConfigfsTsm(root, kernel);
    }

    private TsmAttester attester() {
        return new TsmAttester(tsm());
    }
}
