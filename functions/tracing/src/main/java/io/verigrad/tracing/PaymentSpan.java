package io.verigrad.tracing;

import io.verigrad.value.Hash32;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that was done about a payment, and is over.
 *
 * @param name of what was done, such as {@code appraise}; one of few, never of what a consumer wrote
 * @param attributes keys of OpenTelemetry's conventions or of ours ({@code verigrad.}); never prompts, answers or keys
 * @param problem a reason code, where it failed
 */
public record PaymentSpan(
        Hash32 paymentId,
        String name,
        Instant begun,
        Instant ended,
        Map<String, String> attributes,
        Optional<String> problem) {
    public PaymentSpan {
        attributes = Map.copyOf(attributes);
        if (ended.isBefore(begun)) {
            // Clocks are set back.
            ended = begun;
        }
    }

    /** It went well. */
    public static PaymentSpan of(Hash32 paymentId, String name, Instant begun, Instant ended) {
        return new PaymentSpan(paymentId, name, begun, ended, Map.of(), Optional.empty());
    }

    public PaymentSpan with(Map<String, String> attributes) {
        return new PaymentSpan(paymentId, name, begun, ended, attributes, problem);
    }

    /** It failed, for a reason that has a code. */
    public PaymentSpan failed(String reason) {
        return new PaymentSpan(paymentId, name, begun, ended, attributes, Optional.of(reason));
    }
}
