package io.verigrad.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import io.verigrad.value.Hash32;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random ids, except for the span of a call. The library asks for ids on the thread that starts the span. */
final class CallIds implements IdGenerator {
    private final ThreadLocal<@Nullable Hash32> call = new ThreadLocal<>();
    private final IdGenerator random = IdGenerator.random();

    /** Starts a span whose ids are those of a payment's call. */
    <T> T of(Hash32 paymentId, Supplier<T> start) {
        call.set(paymentId);
        try {
            return start.get();
        } finally {
            call.remove();
        }
    }

    @Override
    public String generateTraceId() {
        Hash32 paymentId = call.get();
        return paymentId == null ? random.generateTraceId() : TraceIds.trace(paymentId);
    }

    @Override
    public String generateSpanId() {
        Hash32 paymentId = call.get();
        return paymentId == null ? random.generateSpanId() : TraceIds.call(paymentId);
    }
}
