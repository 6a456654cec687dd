package io.verigrad.client.command;

import io.verigrad.client.CallStep;
import io.verigrad.client.receipt.Payment;
import io.verigrad.client.receipt.ReceiptVerification;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.x402.PaymentRequirements;

/** One line for each step of a call. */
public final class StepLine {
    private StepLine() {}

    public static String of(CallStep step) {
        return switch (step) {
            case CallStep.PaymentRequired(PaymentRequirements terms) ->
                "402      " + terms.amount() + " of " + terms.asset() + " to " + terms.payTo();
            case CallStep.PaymentSigned(Payment payment) ->
                "payment  " + payment.id() + " signed by " + payment.payer();
            case CallStep.AnswerReceived(int status, int size, var _) -> "answer   " + status + ", " + size + " bytes";
            case CallStep.ReceiptVerified(SignedReceipt receipt, ReceiptVerification verification) ->
                "receipt  " + receipt.id() + ", " + receipt.receipt().assurance() + ", "
                        + switch (verification) {
                            case ReceiptVerification.Verified ignored -> "verified";
                            case ReceiptVerification.Rejected ignored -> "NOT GOOD";
                        };
        };
    }
}
