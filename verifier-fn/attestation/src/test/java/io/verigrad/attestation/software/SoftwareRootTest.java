package io.verigrad.attestation.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SoftwareRootTest {
    private final SoftwareRoot root = SoftwareRoot.create(EvidenceForge.CLOCK, new SecureRandom());

    @Test
    void survivesItsFile() {
        SoftwareRoot read = SoftwareRoot.parse(root.toPem());

        assertThat(read.fingerprint()).isEqualTo(root.fingerprint());
        assertThat(read.toPem()).isEqualTo(root.toPem());
    }

    @Test
    void differsFromEveryOtherRoot() {
        assertThat(SoftwareRoot.create(EvidenceForge.CLOCK, new SecureRandom()).fingerprint())
                .isNotEqualTo(root.fingerprint());
    }

    @Test
    void refusesAFileWithoutAKeyAndRepeatsNothingOfIt() {
        String pem = root.toPem();
        String onlyCertificate = pem.substring(0, pem.indexOf("-----BEGIN PRIVATE"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SoftwareRoot.parse(onlyCertificate))
                .withMessage("expected a PEM section PRIVATE KEY");
    }

    @Test
    void neverPrintsItsKey() {
        assertThat(root.toString()).isEqualTo("SoftwareRoot " + root.fingerprint());
    }

    @Test
    void makesAttestersWhoseEvidenceIsAffirmed() throws Exception {
        EvidenceForge forge = new EvidenceForge();
        forge.pins = Set.of(root.fingerprint());
        SoftwareAttester attester = new SoftwareAttester(
                SoftwareRoot.parse(root.toPem()),
                Map.of(0, EvidenceForge.PCR0),
                EvidenceForge.CLOCK,
                new SecureRandom());

        Evidence evidence = attester.attest(forge.blockHash, forge.nonce, forge.binding());

        assertThat(evidence.format()).isEqualTo(attester.format());
        assertThat(new EnclaveAppraiser(forge.policy(), List.of(new SoftwareVerifier()))
                        .appraise(
                                Evidence.parseBase64(evidence.toBase64()),
                                forge.nonce,
                                EvidenceForge.OPERATOR,
                                EvidenceForge.CLOCK))
                .isInstanceOf(EnclaveVerdict.Affirming.class);
    }
}
