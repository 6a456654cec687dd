package io.verigrad.client.proxy;

import io.verigrad.client.CallOutcome;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.value.Bytes;
import java.util.Map;

/** Puts the outcome of a call into the words of OpenAI's API. */
final class Replies {
    /** The receipt's id, which {@code GET /v1/receipts/{id}} of the runner knows. */
    static final String RECEIPT_ID = "Verigrad-Receipt-Id";

    private Replies() {}

    static Reply of(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Answered answered ->
                new Reply(
                        200,
                        Reply.JSON,
                        Map.of(
                                ReceiptCodec.HEADER,
                                ReceiptCodec.toHeader(answered.receipt()),
                                RECEIPT_ID,
                                answered.receipt().id().toString()),
                        answered.body());
            case CallOutcome.Unverified unverified ->
                Reply.error(
                        502,
                        "receipt_not_good",
                        "the answer is withheld, its receipt is not good: "
                                + unverified.verification().violations());
            case CallOutcome.Unconfirmed unconfirmed ->
                Reply.error(
                        502,
                        "key_not_confirmed",
                        "the answer is withheld, its key cannot be checked: " + unconfirmed.problem());
            case CallOutcome.Unreachable(boolean paid, String problem) ->
                Reply.error(
                        502,
                        paid ? "no_answer_after_payment" : "runner_unreachable",
                        "the runner does not answer" + (paid ? " the paid request: " : ": ") + problem);
            case CallOutcome.Refused refused -> refused(refused);
        };
    }

    private static Reply refused(CallOutcome.Refused refused) {
        return switch (refused.reason()) {
            // The runner's own words, in the form of the API that was called.
            case REQUEST_REFUSED, CALL_FAILED -> own(refused.status(), refused.body());
            case RUNNER_NOT_ATTESTED -> error(502, refused);
            case PAYMENT_NOT_ASKED, OFFER_MALFORMED -> error(502, refused);
            case NO_ACCEPTABLE_OFFER, ALLOWANCE_SPENT, PAYMENT_REFUSED -> error(402, refused);
        };
    }

    private static Reply own(int status, Bytes body) {
        return body.size() == 0
                ? Reply.error(status, "refused", "the runner answered " + status)
                : new Reply(status, Reply.JSON, Map.of("x-should-retry", "false"), body);
    }

    private static Reply error(int status, CallOutcome.Refused refused) {
        return Reply.error(status, refused.reason().code(), refused.detail());
    }
}
