package io.verigrad.client.command;

import io.verigrad.client.CallStep;
import io.verigrad.client.receipt.Payment;
import io.verigrad.client.receipt.ReceiptVerification;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Bytes;
import io.verigrad.x402.PaymentRequirements;
import java.nio.charset.StandardCharsets;

/** One line for each step of a call. */
public final class StepLine {
    private StepLine() {}

    /** The most that these terms take, in atomic units, and the token by the name that its signatures have, and its address. */
    static String price(PaymentRequirements terms) {
        return terms.amount() + " atomic units of "
                + terms.extra("name")
                        .map(name -> Printable.of(Bytes.of(name.getBytes(StandardCharsets.UTF_8))) + " ("
                                + terms.asset() + ")")
                        .orElseGet(() -> terms.asset().toString());
    }

    public static String of(CallStep step) {
        return switch (step) {
            case CallStep.PaymentRequired(PaymentRequirements terms) ->
                "402      " + price(terms) + " to " + terms.payTo();
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
