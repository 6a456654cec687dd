package io.verigrad.verifier.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.dispute.CaseState;
import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Recheck;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.verifier.Keys;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaseJudgeTest {
    private static final long NOW = 1_800_000_000;
    private static final PrivateKey RECHECKER =
            PrivateKey.parse(Keys.hash("rechecker").toString());
    private static final PrivateKey THIRD = PrivateKey.parse(Keys.hash("third").toString());
    private static final Address OTHER_OPERATOR =
            PrivateKey.parse(Keys.hash("other operator").toString()).address();
    private static final TypedDataDomain SETTLEMENT = TypedDataDomain.verigrad(new ChainId(84532), Keys.VAULT);
    private static final TypedDataDomain ELSEWHERE = TypedDataDomain.verigrad(new ChainId(8453), Keys.VAULT);

    private final Map<Address, KeyEpoch> epochs = new HashMap<>();
    private AppraisalPolicy policy;
    private SignedReceipt receipt;

    @BeforeEach
    void registersTwoRecheckers() throws Exception {
        policy = AppraisalPolicy.parse("""
                version: 1
                id: test
                development: true
                evidence-max-age: PT5M
                clock-skew: PT30S
                epoch-lifetime: P1D
                formats:
                  software-v1:
                    max-assurance: UNATTESTED
                    roots: ["%s"]
                    measurements:
                      - name: runner
                        registers: { pcr0: "%s" }
                """.formatted(Keys.hash("root"), Keys.MEASUREMENT));
        receipt = receipt(SETTLEMENT, Assurance.UNATTESTED);
        epochs.put(RECHECKER.address(), epoch(OTHER_OPERATOR, Assurance.UNATTESTED));
        epochs.put(THIRD.address(), epoch(Keys.TREASURY, Assurance.UNATTESTED));
    }

    @Test
    void decidesAsTheRechecksSay() throws Exception {
        assertThat(judge(recheck(RecheckOutcome.DIFFERENT, RECHECKER))).isEqualTo(new Finding.Decided(true));
        assertThat(judge(recheck(RecheckOutcome.IDENTICAL, RECHECKER))).isEqualTo(new Finding.Decided(false));
        assertThat(judge(recheck(RecheckOutcome.IDENTICAL, RECHECKER), recheck(RecheckOutcome.WITHIN_TOLERANCE, THIRD)))
                .isEqualTo(new Finding.Decided(false));
        assertRefused(judge(recheck(RecheckOutcome.INCONCLUSIVE, RECHECKER)), JudgeReason.RECHECK_INCONCLUSIVE);
        assertRefused(
                judge(recheck(RecheckOutcome.DIFFERENT, RECHECKER), recheck(RecheckOutcome.IDENTICAL, THIRD)),
                JudgeReason.RECHECKS_DISAGREE);
    }

    @Test
    void judgesOnlyWhatIsOpenAndOnTheTable() throws Exception {
        SignedRecheck recheck = recheck(RecheckOutcome.DIFFERENT, RECHECKER);

        assertRefused(judge(), JudgeReason.NO_RECHECK);
        assertRefused(
                judge(Collections.nCopies(17, recheck).toArray(SignedRecheck[]::new)), JudgeReason.TOO_MANY_RECHECKS);
        assertRefused(judge(open(CaseState.UPHELD, NOW + 1), receipt, List.of(recheck)), JudgeReason.CASE_NOT_OPEN);
        assertRefused(judge(open(CaseState.OPEN, NOW - 1), receipt, List.of(recheck)), JudgeReason.CASE_NOT_OPEN);
    }

    @Test
    void judgesNoReceiptButTheChallengedOne() throws Exception {
        DisputedCase open = open(CaseState.OPEN, NOW + 1);
        SignedReceipt other = receipt(SETTLEMENT, Assurance.ATTESTED_RUNTIME);
        SignedReceipt elsewhere = receipt(ELSEWHERE, Assurance.UNATTESTED);
        Recheck ofOther = new Recheck(other.id(), Hash32.ZERO, Hash32.ZERO, RecheckOutcome.DIFFERENT, NOW);

        assertRefused(
                judge(open, other, List.of(SignedRecheck.sign(ofOther, SETTLEMENT, RECHECKER))),
                JudgeReason.SUBJECT_MISMATCH);
        assertRefused(
                judge(open, elsewhere, List.of(recheck(RecheckOutcome.DIFFERENT, RECHECKER))),
                JudgeReason.SUBJECT_MISMATCH);
        assertRefused(
                judge(open, receipt, List.of(SignedRecheck.sign(ofOther, SETTLEMENT, RECHECKER))),
                JudgeReason.RECHECK_OF_ANOTHER_RECEIPT);
    }

    @Test
    void takesNobodysWordWhoIsNotAnEnclaveOfAnotherOperator() throws Exception {
        SignedRecheck recheck = recheck(RecheckOutcome.DIFFERENT, RECHECKER);

        assertRefused(judge(recheck(RecheckOutcome.DIFFERENT, Keys.OTHER)), JudgeReason.RECHECKER_NOT_REGISTERED);
        assertRefused(
                judge(SignedRecheck.sign(recheck.recheck(), ELSEWHERE, RECHECKER)),
                JudgeReason.RECHECKER_NOT_REGISTERED);
        epochs.put(RECHECKER.address(), epoch(Keys.OPERATOR, Assurance.UNATTESTED));
        assertRefused(judge(recheck), JudgeReason.RECHECKER_NOT_INDEPENDENT);
        epochs.put(Keys.ENCLAVE.address(), epoch(OTHER_OPERATOR, Assurance.UNATTESTED));
        assertRefused(judge(recheck(RecheckOutcome.IDENTICAL, Keys.ENCLAVE)), JudgeReason.RECHECKER_NOT_INDEPENDENT);
    }

    @Test
    void takesNoWordOfAnEnclaveThatItsPolicyDoesNotKnow() throws Exception {
        SignedRecheck recheck = recheck(RecheckOutcome.DIFFERENT, RECHECKER);

        epochs.put(RECHECKER.address(), epoch(Hash32.ZERO, NOW - 100, NOW + 100, Optional.empty()));
        assertRefused(judge(recheck), JudgeReason.RECHECKER_MEASUREMENT_NOT_ALLOWED);
        epochs.put(RECHECKER.address(), epoch(known(), NOW - 100, NOW + 100, Optional.of(NOW + 1)));
        assertRefused(judge(recheck), JudgeReason.RECHECKER_NOT_GOOD);
        epochs.put(RECHECKER.address(), epoch(known(), NOW - 100, NOW, Optional.empty()));
        assertRefused(judge(recheck), JudgeReason.RECHECKER_NOT_GOOD);
        epochs.put(RECHECKER.address(), epoch(known(), NOW - 100, NOW + 100, Optional.empty()));
        assertThat(judge(recheck)).isEqualTo(new Finding.Decided(true));
        assertThat(new CaseJudge(SETTLEMENT, new Recheckers(policy, Set.of(Keys.TREASURY), this::epochOf), clock())
                        .judge(open(CaseState.OPEN, NOW + 1), receipt, List.of(recheck)))
                .isEqualTo(Finding.Undecided.of(JudgeReason.RECHECKER_NOT_BELIEVED));
    }

    @Test
    void lowerAssuranceDoesNotUndoAHigherOne() throws Exception {
        receipt = receipt(SETTLEMENT, Assurance.WEIGHTS_BOUND);

        assertRefused(judge(recheck(RecheckOutcome.DIFFERENT, RECHECKER)), JudgeReason.RECHECKER_BELOW_RECEIPT);

        epochs.put(RECHECKER.address(), epoch(OTHER_OPERATOR, Assurance.WEIGHTS_BOUND));
        assertThat(judge(recheck(RecheckOutcome.DIFFERENT, RECHECKER))).isEqualTo(new Finding.Decided(true));
    }

    @Test
    void believesNoRecheckFromBeforeTheReceiptOrFromTheFuture() throws Exception {
        assertRefused(judge(recheckAt(NOW - 100)), JudgeReason.RECHECK_TIME);
        assertRefused(judge(recheckAt(NOW + 31)), JudgeReason.RECHECK_TIME);
        assertThat(judge(recheckAt(NOW + 30))).isEqualTo(new Finding.Decided(true));
    }

    private Finding judge(SignedRecheck... rechecks) throws Exception {
        return judge(open(CaseState.OPEN, NOW), receipt, List.of(rechecks));
    }

    private Finding judge(DisputedCase open, SignedReceipt challenged, List<SignedRecheck> rechecks) throws Exception {
        return new CaseJudge(SETTLEMENT, new Recheckers(policy, Set.of(), this::epochOf), clock())
                .judge(open, challenged, rechecks);
    }

    private Optional<KeyEpoch> epochOf(Address key) {
        return Optional.ofNullable(epochs.get(key));
    }

    private static Clock clock() {
        return Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    }

    private SignedRecheck recheckAt(long time) {
        Recheck recheck = new Recheck(receipt.id(), Hash32.ZERO, Hash32.ZERO, RecheckOutcome.DIFFERENT, time);
        return SignedRecheck.sign(recheck, SETTLEMENT, RECHECKER);
    }

    private SignedRecheck recheck(RecheckOutcome outcome, PrivateKey key) {
        Recheck recheck = new Recheck(receipt.id(), Hash32.ZERO, Hash32.ZERO, outcome, NOW);
        return SignedRecheck.sign(recheck, SETTLEMENT, key);
    }

    private DisputedCase open(CaseState state, long deadline) {
        return new DisputedCase(
                BigInteger.ONE,
                receipt.id(),
                Keys.SETTLER.address(),
                Keys.OPERATOR,
                Keys.ENCLAVE.address(),
                TokenAmount.of(1),
                TokenAmount.of(2),
                NOW - 10,
                deadline,
                state);
    }

    private Hash32 known() {
        return policy.measurementSets().getFirst().id();
    }

    private KeyEpoch epoch(Address operator, Assurance assurance) {
        return new KeyEpoch(operator, assurance, NOW - 100, NOW + 100, Optional.empty(), known());
    }

    private static KeyEpoch epoch(Hash32 set, long from, long until, Optional<Long> revoked) {
        return new KeyEpoch(OTHER_OPERATOR, Assurance.UNATTESTED, from, until, revoked, set);
    }

    private static SignedReceipt receipt(TypedDataDomain domain, Assurance assurance) {
        Offer offer = new Offer(
                Hash32.ZERO,
                Keys.VAULT,
                Keys.ASSET,
                TokenAmount.of(1),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                Assurance.UNATTESTED,
                NOW);
        Receipt receipt = new Receipt(
                Keys.hash("request"),
                Keys.hash("response"),
                Hash32.ZERO,
                Hash32.ZERO,
                Hash32.ZERO,
                offer.structHash(),
                Hash32.ZERO,
                Hash32.ZERO,
                Keys.PAYER,
                Keys.VAULT,
                Keys.ASSET,
                Keys.ENCLAVE.address(),
                TokenAmount.of(1),
                TokenAmount.of(1),
                1,
                1,
                1,
                NOW - 20,
                Scheme.EXACT_EIP3009,
                Finish.COMPLETE,
                assurance);
        return SignedReceipt.sign(receipt, domain, SignedOffer.sign(offer, domain, Keys.ENCLAVE), Keys.ENCLAVE);
    }

    private static void assertRefused(Finding finding, JudgeReason reason) {
        assertThat(finding).isEqualTo(Finding.Undecided.of(reason));
    }
}
