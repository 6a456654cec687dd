package io.verigrad.client;

import io.verigrad.value.Bytes;
import io.verigrad.x402.PaymentFormatException;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.ProtocolVersion;
import java.net.http.HttpResponse;

/** What a server says instead of an answer. Its words are those of a stranger. */
final class Refusals {
    private static final int MOST_WORDS = 200;

    private Refusals() {}

    /** The terms of a 402. */
    static PaymentRequired requiredOf(HttpResponse<byte[]> answer) throws PaymentFormatException {
        return PaymentHeader.required(
                answer.headers().firstValue(ProtocolVersion.PAYMENT_REQUIRED).orElse(""));
    }

    /** Why a payment was not taken, as the second 402 says it. */
    static String whyRefused(HttpResponse<byte[]> answer) {
        try {
            return requiredOf(answer).error().map(Refusals::printable).orElse("no reason given");
        } catch (PaymentFormatException e) {
            return "no reason that can be read";
        }
    }

    /** The runner answered something else than 402 before it was paid. */
    static CallOutcome notAsked(HttpResponse<byte[]> answer) {
        return answer.statusCode() >= 400
                ? of(
                        answer,
                        CallOutcome.Reason.REQUEST_REFUSED,
                        "the runner answered " + answer.statusCode() + " before any payment")
                : of(answer, CallOutcome.Reason.PAYMENT_NOT_ASKED, "expected status 402, found " + answer.statusCode());
    }

    static CallOutcome of(HttpResponse<byte[]> answer, CallOutcome.Reason reason, String detail) {
        return new CallOutcome.Refused(answer.statusCode(), reason, detail, Bytes.of(answer.body()));
    }

    static String printable(String text) {
        return text.substring(0, Math.min(text.length(), MOST_WORDS)).replaceAll("[^\\x20-\\x7e]", "?");
    }
}
