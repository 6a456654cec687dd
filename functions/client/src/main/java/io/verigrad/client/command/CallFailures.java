package io.verigrad.client.command;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.receipt.ReceiptVerification;
import java.io.PrintWriter;

/** What a call without an answer tells people and scripts. */
final class CallFailures {
    private CallFailures() {}

    static CommandFailure of(CallOutcome outcome, PrintWriter err) {
        return switch (outcome) {
            case CallOutcome.Answered _ -> throw new IllegalArgumentException("the call was answered");
            case CallOutcome.Unverified(ReceiptVerification.Rejected rejected, var _) -> {
                rejected.violations().forEach(violation -> err.println("  - " + violation));
                yield new CommandFailure(ExitCode.of(rejected), "the receipt is not good; the answer is withheld");
            }
            case CallOutcome.Unconfirmed(var _, String problem) ->
                new CommandFailure(
                        ExitCode.NETWORK, "the receipt's key cannot be checked, the answer is withheld: " + problem);
            case CallOutcome.Refused refused -> {
                if (refused.reason() == CallOutcome.Reason.REQUEST_REFUSED
                        || refused.reason() == CallOutcome.Reason.CALL_FAILED) {
                    err.println(Printable.of(refused.body()));
                }
                boolean policy = refused.reason() == CallOutcome.Reason.NO_ACCEPTABLE_OFFER
                        || refused.reason() == CallOutcome.Reason.ALLOWANCE_SPENT;
                yield new CommandFailure(
                        policy ? ExitCode.POLICY : ExitCode.REFUSED,
                        refused.reason().code() + ": " + refused.detail());
            }
            case CallOutcome.Unreachable(boolean paymentSent, String problem) ->
                new CommandFailure(
                        ExitCode.NETWORK,
                        "the runner does not answer" + (paymentSent ? " the paid request: " : ": ") + problem);
        };
    }
}
