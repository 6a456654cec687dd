package io.verigrad.client;

import io.verigrad.client.receipt.Payment;
import io.verigrad.client.receipt.ReceiptVerification;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.x402.PaymentRequirements;

/** What happens during a call, in order, for those who watch. */
public sealed interface CallStep {
    /** The runner asked for payment (402), and these of its terms were taken. */
    record PaymentRequired(PaymentRequirements terms) implements CallStep {}

    /** The payment is signed and about to be sent. */
    record PaymentSigned(Payment payment) implements CallStep {}

    /** The paid request was answered. */
    record AnswerReceived(int status, int bodySize) implements CallStep {}

    /** The receipt was verified, with or without success. */
    record ReceiptVerified(SignedReceipt receipt, ReceiptVerification verification) implements CallStep {}
}
