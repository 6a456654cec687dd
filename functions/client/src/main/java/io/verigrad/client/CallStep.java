package io.verigrad.client;

import io.verigrad.client.receipt.Payment;
import io.verigrad.client.receipt.ReceiptVerification;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.x402.PaymentRequirements;
import java.util.Optional;

/** What happens during a call, in order, for those who watch. */
public sealed interface CallStep {
    /** The runner asked for payment (402), and these of its terms were taken. */
    record PaymentRequired(PaymentRequirements terms) implements CallStep {}

    /** The payment is signed and about to be sent. */
    record PaymentSigned(Payment payment) implements CallStep {}

    /**
     * The paid request was answered.
     *
     * @param assurance what the runner says of the level, and what it would be in production; unproved
     */
    record AnswerReceived(int status, int bodySize, Optional<String> assurance) implements CallStep {}

    /** The receipt was verified, with or without success. */
    record ReceiptVerified(SignedReceipt receipt, ReceiptVerification verification) implements CallStep {}
}
