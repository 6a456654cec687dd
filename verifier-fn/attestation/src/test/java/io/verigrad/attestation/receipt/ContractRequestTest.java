package io.verigrad.attestation.receipt;

import static io.verigrad.attestation.receipt.ReceiptCase.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Scheme;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractRequestTest {
    record Defect(ReceiptReason reason, Consumer<RequestCase> make) {}

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect(ReceiptReason.PAYMENT_NOT_YET_VALID, c -> c.openedAt = NOW - 9),
                new Defect(ReceiptReason.PAYMENT_EXPIRED, c -> c.expiresAt = NOW),
                new Defect(ReceiptReason.SCHEME_MISMATCH, c -> c.receipt.scheme = Scheme.CHANNEL),
                new Defect(ReceiptReason.PAYMENT_ID_MISMATCH, c -> c.requestId = 8),
                new Defect(ReceiptReason.PAYER_MISMATCH, c -> c.receipt.receiptPayer = EvidenceForge.address(9)),
                new Defect(ReceiptReason.PAY_TO_MISMATCH, c -> c.payTo = EvidenceForge.address(9)),
                new Defect(ReceiptReason.ASSET_MISMATCH, c -> c.asset = EvidenceForge.address(9)),
                new Defect(ReceiptReason.CAP_MISMATCH, c -> c.price = 1001),
                new Defect(ReceiptReason.REQUEST_MISMATCH, c -> c.requestHash = EvidenceForge.hash("other")),
                new Defect(ReceiptReason.MODEL_MISMATCH, c -> c.modelDigest = EvidenceForge.hash("other")),
                new Defect(ReceiptReason.ASSURANCE_TOO_LOW, c -> c.minAssurance = Assurance.FORWARDED),
                new Defect(ReceiptReason.KEY_UNKNOWN, c -> c.receipt.epoch = new KeyEpoch.Unknown()),
                new Defect(ReceiptReason.SIGNATURE_INVALID, c -> c.receipt.signer = ReceiptCase.OTHER_KEY),
                new Defect(ReceiptReason.OFFER_EXPIRED, c -> c.receipt.offerExpiresAt = NOW - 11),
                new Defect(ReceiptReason.CHARGE_NOT_OFFERED, c -> c.receipt.flatPrice = 699));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void reportsExactlyTheDefect(Defect defect) {
        RequestCase request = new RequestCase();
        defect.make.accept(request);

        assertThat(request.verdict())
                .isInstanceOfSatisfying(
                        ReceiptVerdict.Contraindicated.class,
                        refused -> assertThat(refused.codes()).containsExactly(defect.reason.code()));
    }

    @Test
    void affirmsAnAnswerThatCostsLessThanItsEscrow() {
        RequestCase request = new RequestCase();
        request.receipt.flatPrice = 100;
        request.receipt.charge = 400;

        assertThat(request.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
    }

    @Test
    void affirmsAnAnswerThatCostsNothing() {
        RequestCase request = new RequestCase();
        request.receipt.flatPrice = 0;
        request.receipt.outputUnitPrice = 0;
        request.receipt.charge = 0;

        assertThat(request.verdict()).isInstanceOf(ReceiptVerdict.Affirming.class);
    }
}
