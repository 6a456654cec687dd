package io.verigrad.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.verigrad.value.Hash32;

/**
 * A payment's trace is known from the payment's id: its first 16 bytes are the trace, the next 8 the span of the call.
 * So services that meet a payment hours apart, after crashes or in a batch of a hundred, need to be told nothing.
 */
final class TraceIds {
    private static final int TRACE = 2 + 32;
    private static final int SPAN = TRACE + 16;

    private TraceIds() {}

    static String trace(Hash32 paymentId) {
        return paymentId.toString().substring(2, TRACE);
    }

    static String call(Hash32 paymentId) {
        return paymentId.toString().substring(TRACE, SPAN);
    }

    /** The call's span, as other services see it. */
    static SpanContext context(Hash32 paymentId) {
        return SpanContext.createFromRemoteParent(
                trace(paymentId), call(paymentId), TraceFlags.getSampled(), TraceState.getDefault());
    }
}
