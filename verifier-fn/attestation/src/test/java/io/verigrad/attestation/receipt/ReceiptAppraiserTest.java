package io.verigrad.attestation.receipt;

import static io.verigrad.attestation.receipt.ReceiptCase.NOW;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceiptAppraiserTest {
    record Defect(ReceiptReason reason, Consumer<ReceiptCase> make) {}

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect(
                        ReceiptReason.DOMAIN_MISMATCH,
                        c -> c.domain = TypedDataDomain.verigradTest(
                                ReceiptCase.CHAIN, ReceiptCase.DOMAIN.verifyingContract())),
                new Defect(
                        ReceiptReason.DOMAIN_MISMATCH,
                        c -> c.domain =
                                TypedDataDomain.verigrad(new ChainId(8453), ReceiptCase.DOMAIN.verifyingContract())),
                new Defect(ReceiptReason.SIGNATURE_INVALID, c -> c.signer = ReceiptCase.OTHER_KEY),
                new Defect(ReceiptReason.KEY_UNKNOWN, c -> c.epoch = new KeyEpoch.Unknown()),
                new Defect(ReceiptReason.KEY_NOT_YET_VALID, c -> c.epoch = epoch(NOW - 9, NOW + 9, 0)),
                new Defect(ReceiptReason.KEY_EXPIRED, c -> c.epoch = epoch(NOW - 1000, NOW - 10, 0)),
                new Defect(ReceiptReason.KEY_REVOKED, c -> c.epoch = epoch(NOW - 1000, NOW + 1000, NOW - 10)),
                new Defect(ReceiptReason.ISSUED_IN_FUTURE, c -> c.issuedAt = NOW + 31),
                new Defect(ReceiptReason.ISSUED_TOO_LONG_AGO, c -> {
                    c.issuedAt = NOW - 7201;
                    c.validAfter = NOW - 8000;
                    c.epoch = epoch(NOW - 8000, NOW + 1000, 0);
                }),
                new Defect(ReceiptReason.SCHEME_MISMATCH, c -> c.scheme = Scheme.UPTO),
                new Defect(ReceiptReason.SCHEME_MISMATCH, c -> c.scheme = Scheme.REQUEST),
                new Defect(ReceiptReason.PAYMENT_ID_MISMATCH, c -> c.paymentId = EvidenceForge.hash("other")),
                new Defect(ReceiptReason.PAYMENT_NOT_YET_VALID, c -> c.validAfter = NOW - 10),
                new Defect(ReceiptReason.PAYMENT_EXPIRED, c -> c.validBefore = NOW),
                new Defect(ReceiptReason.ENCLAVE_KEY_MISMATCH, c -> c.reservedKey = ReceiptCase.OTHER_KEY.address()),
                new Defect(ReceiptReason.PAYER_MISMATCH, c -> c.receiptPayer = EvidenceForge.address(9)),
                new Defect(ReceiptReason.PAY_TO_MISMATCH, c -> {
                    c.receiptPayTo = EvidenceForge.address(9);
                    c.offerPayTo = EvidenceForge.address(9);
                }),
                new Defect(ReceiptReason.ASSET_MISMATCH, c -> {
                    c.receiptAsset = EvidenceForge.address(9);
                    c.offerAsset = EvidenceForge.address(9);
                }),
                new Defect(ReceiptReason.CAP_MISMATCH, c -> c.value = 1001),
                new Defect(ReceiptReason.CAP_MISMATCH, c -> c.value = 999),
                new Defect(ReceiptReason.CHARGE_NOT_EXACT, c -> {
                    c.charge = 999;
                    c.flatPrice = 699;
                }),
                new Defect(ReceiptReason.CHARGE_NOT_OFFERED, c -> c.flatPrice = 699),
                new Defect(ReceiptReason.CHARGE_ZERO, c -> {
                    c.flatPrice = 0;
                    c.outputUnitPrice = 0;
                    c.cap = 0;
                    c.charge = 0;
                    c.value = 0;
                }),
                new Defect(ReceiptReason.REQUEST_MISMATCH, c -> c.reservedRequest = EvidenceForge.hash("other")),
                new Defect(ReceiptReason.CLIENT_NONCE_MISMATCH, c -> c.clientNonce = EvidenceForge.hash("other")),
                new Defect(ReceiptReason.OFFER_HASH_MISMATCH, c -> c.namesAnotherOffer = true),
                new Defect(ReceiptReason.OFFER_SIGNATURE_INVALID, c -> c.offerSigner = ReceiptCase.OTHER_KEY),
                new Defect(ReceiptReason.OFFER_EXPIRED, c -> c.offerExpiresAt = NOW - 11),
                new Defect(ReceiptReason.OFFER_MODEL_MISMATCH, c -> c.offerModel = EvidenceForge.hash("other")),
                new Defect(ReceiptReason.OFFER_PAY_TO_MISMATCH, c -> c.offerPayTo = EvidenceForge.address(9)),
                new Defect(ReceiptReason.OFFER_ASSET_MISMATCH, c -> c.offerAsset = EvidenceForge.address(9)),
                new Defect(ReceiptReason.ASSURANCE_TOO_HIGH, c -> c.assurance = Assurance.FORWARDED),
                new Defect(ReceiptReason.ASSURANCE_TOO_LOW, c -> c.minAssurance = Assurance.FORWARDED));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsExactlyTheDefect(Defect defect) {
        ReceiptCase receipt = new ReceiptCase();
        defect.make.accept(receipt);

        assertThat(receipt.verdict())
                .isInstanceOfSatisfying(
                        ReceiptVerdict.Contraindicated.class,
                        refused -> assertThat(refused.codes()).containsExactly(defect.reason.code()));
    }

    @Test
    void hasADefectForEveryReason() {
        Stream<ReceiptReason> reasons = Stream.concat(
                defects().map(Defect::reason), ContractRequestTest.defects().map(ContractRequestTest.Defect::reason));

        assertThat(reasons.collect(toSet())).containsExactlyInAnyOrder(ReceiptReason.values());
    }

    @Test
    void affirmsAGoodReceipt() {
        ReceiptCase receipt = new ReceiptCase();

        assertThat(receipt.verdict())
                .isEqualTo(new ReceiptVerdict.Affirming(receipt.receipt().id()));
    }

    @Test
    void affirmsAPaymentWhoseNonceIsNotBoundToTheRequest() {
        ReceiptCase receipt = new ReceiptCase();
        receipt.clientNonce = Hash32.ZERO;

        assertThat(receipt.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
    }

    @Test
    void affirmsAReceiptFromBeforeTheRevocation() {
        ReceiptCase receipt = new ReceiptCase();
        receipt.epoch = epoch(NOW - 1000, NOW + 1000, NOW - 9);

        assertThat(receipt.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
    }

    @Test
    void affirmsAtTheEdgesOfEveryWindow() {
        ReceiptCase early = new ReceiptCase();
        early.issuedAt = NOW - 7200;
        early.validAfter = NOW - 7201;
        early.epoch = epoch(NOW - 7200, NOW - 7199, 0);
        ReceiptCase late = new ReceiptCase();
        late.issuedAt = NOW + 30;
        late.validBefore = NOW + 31;
        late.offerExpiresAt = NOW + 30;

        assertThat(early.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
        assertThat(late.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
    }

    @Test
    void affirmsWhatPermit2Pays() {
        ReceiptCase exact = new ReceiptCase().byPermit2(Scheme.EXACT_PERMIT2);
        exact.validAfter = exact.issuedAt;

        assertThat(exact.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
    }

    @Test
    void affirmsAChargeForWhatWasUsedBelowTheCap() {
        ReceiptCase used = new ReceiptCase().byPermit2(Scheme.UPTO);
        used.flatPrice = 10;
        used.charge = 310;

        assertThat(used.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
    }

    @Test
    void affirmsTheCapWhereMoreWasUsed() {
        ReceiptCase used = new ReceiptCase().byPermit2(Scheme.UPTO);
        used.outputUnitPrice = 50;

        assertThat(used.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
    }

    @Test
    void affirmsTheNextCallOfAChannel() {
        ReceiptCase used = new ReceiptCase().byChannel(5000);
        used.flatPrice = 10;
        used.charge = 310;

        assertThat(used.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
    }

    @Test
    void refusesACallAtAnotherPlaceOfItsChannel() {
        ReceiptCase elsewhere = new ReceiptCase().byChannel(5000);
        elsewhere.place = Optional.of(TokenAmount.of(4999));

        assertThat(((ReceiptVerdict.Contraindicated) elsewhere.verdict()).codes())
                .containsExactly("payment_id_mismatch");
    }

    @Test
    void refusesAnyOtherChargeForWhatWasUsed() {
        for (long charge : new long[] {309, 311, 1000}) {
            ReceiptCase used = new ReceiptCase().byPermit2(Scheme.UPTO);
            used.flatPrice = 10;
            used.charge = charge;

            assertThat(((ReceiptVerdict.Contraindicated) used.verdict()).codes())
                    .containsExactly("charge_not_offered");
        }
    }

    @Test
    void refusesLessThanWasSignedForExactByPermit2() {
        ReceiptCase exact = new ReceiptCase().byPermit2(Scheme.EXACT_PERMIT2);
        exact.charge = 999;
        exact.flatPrice = 699;

        assertThat(((ReceiptVerdict.Contraindicated) exact.verdict()).codes()).containsExactly("charge_not_exact");
    }

    @Test
    void refusesAPaymentByPermit2ThatWasReservedByAnotherScheme() {
        ReceiptCase receipt = new ReceiptCase().byPermit2(Scheme.UPTO);
        receipt.reservedScheme = Scheme.EXACT_PERMIT2;

        assertThat(((ReceiptVerdict.Contraindicated) receipt.verdict()).codes()).containsExactly("scheme_mismatch");
    }

    @Test
    void reportsAllViolationsAtOnce() {
        ReceiptCase receipt = new ReceiptCase();
        receipt.signer = ReceiptCase.OTHER_KEY;
        receipt.epoch = new KeyEpoch.Unknown();
        receipt.value = 5;
        receipt.flatPrice = 0;

        assertThat(((ReceiptVerdict.Contraindicated) receipt.verdict()).codes())
                .containsExactly("signature_invalid", "key_unknown", "cap_mismatch", "charge_not_offered");
    }

    @Test
    void authenticatesWhatTheEnclaveOfThePaymentSignedAndNothingElse() {
        ReceiptCase good = new ReceiptCase();
        good.epoch = new KeyEpoch.Unknown();
        good.value = 5;
        ReceiptCase forged = new ReceiptCase();
        forged.signer = ReceiptCase.OTHER_KEY;
        forged.reservedKey = ReceiptCase.OTHER_KEY.address();
        ReceiptAppraiser appraiser = new ReceiptAppraiser(ReceiptCase.DOMAIN, Duration.ZERO);

        assertThat(appraiser.authenticate(good.receipt(), good.payment(), ReceiptCase.CLOCK))
                .isInstanceOf(ReceiptVerdict.Affirming.class);
        assertThat(appraiser.authenticate(forged.receipt(), forged.payment(), ReceiptCase.CLOCK))
                .isInstanceOfSatisfying(
                        ReceiptVerdict.Contraindicated.class,
                        refused -> assertThat(refused.codes())
                                .containsExactly("signature_invalid", "enclave_key_mismatch"));
    }

    private static KeyEpoch epoch(long from, long until, long revokedAt) {
        return new KeyEpoch.Registered(from, until, revokedAt, Assurance.UNATTESTED);
    }
}
