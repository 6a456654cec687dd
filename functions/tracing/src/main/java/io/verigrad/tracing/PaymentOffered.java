package io.verigrad.tracing;

import java.time.Instant;
import java.util.Map;

/**
 * A request without a payment was answered with a price.
 *
 * @param caller the span that the consumer asked in
 * @param attributes as those of {@link PaymentSpan}
 */
public record PaymentOffered(CallerContext caller, Instant begun, Instant ended, Map<String, String> attributes) {
    public PaymentOffered {
        attributes = Map.copyOf(attributes);
        if (ended.isBefore(begun)) {
            ended = begun;
        }
    }
}
