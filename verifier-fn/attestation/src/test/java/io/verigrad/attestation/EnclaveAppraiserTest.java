package io.verigrad.attestation;

import static io.verigrad.attestation.software.EvidenceForge.CLOCK;
import static io.verigrad.attestation.software.EvidenceForge.NOW;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.attestation.software.SoftwareVerifier;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnclaveAppraiserTest {
    record Defect(EnclaveReason reason, Consumer<EvidenceForge> make) {}

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect(EnclaveReason.FORMAT_NOT_ACCEPTED, f -> f.format = "nitro-v1"),
                new Defect(EnclaveReason.DEVELOPMENT_EVIDENCE, f -> f.development = false),
                new Defect(EnclaveReason.ROOT_NOT_PINNED, f -> f.pins = Set.of(EvidenceForge.hash("another root"))),
                new Defect(EnclaveReason.CHAIN_INVALID, f -> f.issuerKey = EvidenceForge.otherKey()),
                new Defect(EnclaveReason.CERTIFICATE_NOT_YET_VALID, f -> f.leafFrom = NOW.plusSeconds(10)),
                new Defect(EnclaveReason.CERTIFICATE_EXPIRED, f -> f.leafUntil = NOW.minusSeconds(10)),
                new Defect(EnclaveReason.CERTIFICATE_ALGORITHM, f -> f.leafAlgorithm = "SHA256withECDSA"),
                new Defect(EnclaveReason.LEAF_USAGE, f -> f.leafUsage = KeyUsage.keyAgreement),
                new Defect(EnclaveReason.LEAF_USAGE, f -> f.leafIsCa = true),
                new Defect(EnclaveReason.SIGNATURE_INVALID, f -> f.signedByAnother = true),
                new Defect(EnclaveReason.DEBUG_MODE, f -> {
                    f.allowed = Map.of("pcr1", EvidenceForge.PCR1);
                    f.pcrs = Map.of(0, EvidenceForge.filled(48, 0), 1, EvidenceForge.PCR1);
                }),
                new Defect(EnclaveReason.DEBUG_MODE, f -> {
                    f.allowed = Map.of("pcr1", EvidenceForge.PCR1);
                    f.pcrs = Map.of(1, EvidenceForge.PCR1);
                }),
                new Defect(EnclaveReason.MEASUREMENT_NOT_ALLOWED, f -> f.pcrs = Map.of(0, EvidenceForge.PCR1)),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        f -> f.allowed = Map.of("pcr0", EvidenceForge.PCR0, "pcr8", EvidenceForge.PCR1)),
                new Defect(
                        EnclaveReason.MEASUREMENT_NOT_ALLOWED,
                        f -> f.pcrs = Map.of(0, EvidenceForge.PCR0.slice(0, 32))),
                new Defect(EnclaveReason.EVIDENCE_STALE, f -> f.madeAt = NOW.minus(Duration.ofMinutes(6))),
                new Defect(EnclaveReason.EVIDENCE_FROM_FUTURE, f -> f.madeAt = NOW.plusSeconds(31)),
                new Defect(EnclaveReason.NONCE_MISMATCH, f -> f.nonce = EvidenceForge.hash("another nonce")),
                new Defect(EnclaveReason.KEY_MISMATCH, f -> f.publicKey = EvidenceForge.filled(65, 4)),
                new Defect(EnclaveReason.KEY_MISMATCH, f -> f.publicKey = Bytes.EMPTY),
                new Defect(
                        EnclaveReason.BINDING_MISMATCH,
                        f -> f.userData = EvidenceForge.hash("other keys").bytes()),
                new Defect(EnclaveReason.POLICY_MISMATCH, f -> f.policyId = EvidenceForge.hash("another policy")),
                new Defect(EnclaveReason.OPERATOR_MISSING, f -> f.operator = Address.ZERO),
                new Defect(EnclaveReason.EPOCH_EMPTY, f -> {
                    f.madeAt = NOW.plusSeconds(20);
                    f.leafUntil = NOW.plusSeconds(10);
                }));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsExactlyTheDefect(Defect defect) throws Exception {
        EvidenceForge forge = new EvidenceForge();
        defect.make.accept(forge);

        assertThat(codes(appraise(forge))).containsExactly(defect.reason.code());
    }

    @Test
    void hasADefectForEveryReason() {
        assertThat(defects().map(Defect::reason).collect(toSet())).containsExactlyInAnyOrder(EnclaveReason.values());
    }

    @Test
    void affirmsGoodEvidenceAsARegistration() throws Exception {
        EvidenceForge forge = new EvidenceForge();

        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) appraise(forge);

        EnclaveRegistration registration = verdict.registration();
        assertThat(registration.enclaveKey()).isEqualTo(EvidenceForge.ENCLAVE_KEY.address());
        assertThat(registration.operator()).isEqualTo(EvidenceForge.OPERATOR);
        assertThat(registration.maxAssurance()).isEqualTo(Assurance.UNATTESTED);
        assertThat(registration.policyDigest()).isEqualTo(forge.policy().digest());
        assertThat(registration.measurementSet())
                .isEqualTo(forge.policy().measurementSets().getFirst().id());
        assertThat(registration.validFrom()).isEqualTo(NOW.minusSeconds(5).getEpochSecond());
        assertThat(registration.validUntil())
                .isEqualTo(NOW.minusSeconds(5).plus(Duration.ofHours(12)).getEpochSecond());
        assertThat(verdict.measurementSetName()).isEqualTo("runner");
    }

    @Test
    void derivesTheSameRegistrationAtAnyTime() throws Exception {
        EvidenceForge forge = new EvidenceForge();
        Evidence evidence = forge.evidence();

        EnclaveVerdict one = appraise(forge, evidence, CLOCK);
        EnclaveVerdict other = appraise(forge, evidence, Clock.offset(CLOCK, Duration.ofMinutes(2)));

        assertThat(one).isInstanceOf(EnclaveVerdict.Affirming.class).isEqualTo(other);
    }

    @Test
    void endsTheRegistrationWithTheFirstCertificate() throws Exception {
        EvidenceForge forge = new EvidenceForge();
        forge.leafUntil = NOW.plus(Duration.ofHours(3));

        EnclaveVerdict.Affirming verdict = (EnclaveVerdict.Affirming) appraise(forge);

        assertThat(verdict.registration().validUntil()).isEqualTo(forge.leafUntil.getEpochSecond());
    }

    @Test
    void reportsAllViolationsAtOnce() throws Exception {
        EvidenceForge forge = new EvidenceForge();
        forge.pcrs = Map.of(0, EvidenceForge.PCR1);
        forge.madeAt = NOW.minus(Duration.ofHours(1));
        forge.operator = Address.ZERO;

        assertThat(codes(appraise(forge)))
                .containsExactly("measurement_not_allowed", "evidence_stale", "operator_missing");
    }

    @Test
    void refusesEvidenceThatExpiredWithItsRoot() throws Exception {
        EvidenceForge forge = new EvidenceForge();
        forge.leafUntil = NOW.plus(Duration.ofDays(5000));
        Clock later = Clock.offset(CLOCK, Duration.ofDays(4000));

        assertThat(codes(appraise(forge, forge.evidence(), later))).containsExactly("certificate_expired");
    }

    static EnclaveVerdict appraise(EvidenceForge forge) throws EvidenceFormatException {
        return appraise(forge, forge.evidence(), CLOCK);
    }

    static EnclaveVerdict appraise(EvidenceForge forge, Evidence evidence, Clock clock) throws EvidenceFormatException {
        Hash32 nonce = EnclaveNonce.of(EvidenceForge.REGISTRY, EvidenceForge.CHAIN, evidence.blockHash());
        return new EnclaveAppraiser(forge.policy(), List.of(new SoftwareVerifier()))
                .appraise(evidence, nonce, forge.operator, clock);
    }

    static List<String> codes(EnclaveVerdict verdict) {
        assertThat(verdict).isInstanceOf(EnclaveVerdict.Contraindicated.class);
        return ((EnclaveVerdict.Contraindicated) verdict)
                .violations().stream().map(Violation::code).toList();
    }
}
