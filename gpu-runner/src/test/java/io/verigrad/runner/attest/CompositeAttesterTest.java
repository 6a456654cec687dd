package io.verigrad.runner.attest;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.nvidia.GpuDocument;
import io.verigrad.attestation.nvidia.GpuForge;
import io.verigrad.attestation.nvidia.GpuVerifier;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine of SEV-SNP with two GPUs, all of them forged down from roots of the verifier's tests. */
class CompositeAttesterTest {
    @TempDir
    Path root;

    private final SnpForge snp = new SnpForge();
    private final GpuForge first = new GpuForge();
    private final GpuForge second = new GpuForge();

    @BeforeEach
    void twoGpus() {
        first.devices = Optional.empty();
        second.devices = Optional.empty();
        second.serial = BigInteger.valueOf(815);
    }

    @Test
    void theVerifierAcceptsMachineAndGpusTogether() throws Exception {
        Evidence evidence = attester().attest(Hash32.ZERO, snp.nonce, snp.binding());

        assertThat(evidence.format()).isEqualTo("composite-v1");
        assertThat(evidence.binding().deviceHash()).isNotEqualTo(snp.binding().deviceHash());
        assertThat(appraise(Evidence.parse(evidence.encode()))).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void refusesGpusThatWereAskedForAnotherEnclave() throws Exception {
        Gpus relayed = new FakeGpus() {
            @Override
            public List<Report> reports(Bytes nonce) {
                return super.reports(Bytes.of(new byte[32]));
            }
        };
        Evidence evidence = new CompositeAttester(machine(), relayed).attest(Hash32.ZERO, snp.nonce, snp.binding());

        assertThat(appraise(evidence)).isInstanceOf(EnclaveVerdict.Contraindicated.class);
    }

    private CompositeAttester attester() {
        return new CompositeAttester(machine(), new FakeGpus());
    }

    private TsmAttester machine() {
        Bytes document = snp.document();
        FakeConfigfs kernel = new FakeConfigfs("sev_guest", reportData -> {
            snp.report = bytes -> System.arraycopy(reportData.toArray(), 0, bytes, 0x50, 64);
            return snp.document().slice(0, 1184);
        });
        kernel.certificates = document.slice(1184, document.size());
        return new TsmAttester(new ConfigfsTsm(root, kernel));
    }

    private EnclaveVerdict appraise(Evidence evidence) throws Exception {
        FormatPolicy own = snp.formatPolicy();
        AppraisalPolicy base = snp.policy();
        AppraisalPolicy policy = new AppraisalPolicy(
                base.id(),
                base.development(),
                base.evidenceMaxAge(),
                base.clockSkew(),
                base.epochLifetime(),
                List.of(
                        new FormatPolicy(
                                own.format(), own.maxAssurance(), own.roots(), own.measurements(), own.rules(), 2),
                        first.formatPolicy()),
                base.digest());
        List<CollateralDocument> documents = new ArrayList<>(first.collateral().documents());
        documents.addAll(second.collateral().documents());
        return new EnclaveAppraiser(policy, List.of(new SnpVerifier(), new GpuVerifier()))
                .appraise(
                        evidence,
                        snp.nonce,
                        snp.operator,
                        new Circumstances(
                                snp.collateral().with(documents),
                                snp.challengedAt,
                                Clock.fixed(SnpForge.NOW, ZoneOffset.UTC)));
    }

    /** What the GPUs sign for a nonce. */
    private class FakeGpus implements Gpus {
        @Override
        public boolean areConfidential() {
            return true;
        }

        @Override
        public List<Report> reports(Bytes nonce) {
            return List.of(report(first, nonce), report(second, nonce));
        }

        private Report report(GpuForge gpu, Bytes nonce) {
            gpu.nonce = Hash32.of(nonce.toArray());
            try {
                GpuDocument document = GpuDocument.parse(gpu.document());
                List<Bytes> chain = new ArrayList<>();
                for (X509Certificate certificate : document.chain().certificates()) {
                    chain.add(Bytes.of(certificate.getEncoded()));
                }
                return new Report(document.report(), chain);
            } catch (CertificateEncodingException | io.verigrad.attestation.EvidenceFormatException e) {
                throw new AssertionError(e);
            }
        }
    }
}
