package io.verigrad.attestation;

import static io.verigrad.attestation.software.EvidenceForge.CLOCK;
import static io.verigrad.attestation.software.EvidenceForge.NOW;
import static io.verigrad.attestation.software.EvidenceForge.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.attestation.software.SoftwareVerifier;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentVerdictsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Address ANOTHER = Address.parse("0x4444444444444444444444444444444444444444");

    private final EvidenceForge forge = new EvidenceForge();
    private final RecentVerdicts recent = new RecentVerdicts(2, MINUTE);
    private Evidence evidence;
    private EnclaveVerdict.Affirming verdict;

    @BeforeEach
    void judges() throws Exception {
        evidence = forge.evidence();
        verdict = judge(evidence);
    }

    @Test
    void tellsTheSameOfTheSameForAWhile() throws Exception {
        recent.add(evidence, forge.nonce, OPERATOR, verdict, NOW);

        assertThat(of(Evidence.parse(evidence.encode()), NOW)).contains(verdict);
        assertThat(of(evidence, NOW.plus(MINUTE).minusMillis(1))).contains(verdict);
        assertThat(of(evidence, NOW.plus(MINUTE))).isEmpty();
        assertThat(of(evidence, NOW)).isEmpty();
    }

    @Test
    void tellsNothingOfAnythingElse() throws Exception {
        recent.add(evidence, forge.nonce, OPERATOR, verdict, NOW);
        byte[] other = evidence.document().toArray();
        other[other.length - 1] ^= 1;

        assertThat(of(new Evidence(evidence.format(), Bytes.of(other), evidence.binding(), evidence.blockHash()), NOW))
                .isEmpty();
        assertThat(recent.of(evidence, EvidenceForge.hash("another nonce"), OPERATOR, NOW))
                .isEmpty();
        assertThat(recent.of(evidence, forge.nonce, ANOTHER, NOW)).isEmpty();
    }

    @Test
    void endsWithTheFreshnessOfTheEvidence() throws Exception {
        forge.madeAt = NOW.minus(Duration.ofMinutes(5)).plusSeconds(20);
        evidence = forge.evidence();
        verdict = judge(evidence);
        recent.add(evidence, forge.nonce, OPERATOR, verdict, NOW);

        assertThat(verdict.goodUntil()).isEqualTo(NOW.plusSeconds(20));
        assertThat(of(evidence, NOW.plusSeconds(19))).contains(verdict);
        assertThat(of(evidence, NOW.plusSeconds(20))).isEmpty();
    }

    @Test
    void endsWithTheEpoch() throws Exception {
        forge.leafUntil = NOW.plusSeconds(10);
        evidence = forge.evidence();
        verdict = judge(evidence);

        assertThat(verdict.goodUntil().getEpochSecond())
                .isEqualTo(verdict.registration().validUntil())
                .isEqualTo(NOW.plusSeconds(10).getEpochSecond());
    }

    @Test
    void tellsNothingOfTheTimeBefore() {
        recent.add(evidence, forge.nonce, OPERATOR, verdict, NOW);

        assertThat(of(evidence, NOW.minusMillis(1))).isEmpty();
    }

    @Test
    void letsGoOfWhatNobodyAskedForTheLongest() {
        for (String operator : List.of("11", "44", "11", "33")) {
            Address address = Address.parse("0x" + operator.repeat(20));
            if (recent.of(evidence, forge.nonce, address, NOW).isEmpty()) {
                recent.add(evidence, forge.nonce, address, verdict, NOW);
            }
        }

        assertThat(recent.of(evidence, forge.nonce, Address.parse("0x" + "11".repeat(20)), NOW))
                .isPresent();
        assertThat(recent.of(evidence, forge.nonce, ANOTHER, NOW)).isEmpty();
    }

    private Optional<EnclaveVerdict.Affirming> of(Evidence shown, Instant now) {
        return recent.of(shown, forge.nonce, OPERATOR, now);
    }

    private EnclaveVerdict.Affirming judge(Evidence judged) throws EvidenceFormatException {
        Hash32 nonce = forge.nonce;
        return (EnclaveVerdict.Affirming) new EnclaveAppraiser(forge.policy(), List.of(new SoftwareVerifier()))
                .appraise(judged, nonce, OPERATOR, CLOCK);
    }
}
