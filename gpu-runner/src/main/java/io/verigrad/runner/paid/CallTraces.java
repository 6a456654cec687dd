package io.verigrad.runner.paid;

import io.verigrad.tracing.CallerContext;
import io.verigrad.tracing.PaymentOffered;
import io.verigrad.tracing.PaymentSpan;
import io.verigrad.tracing.PaymentTraces;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a runner tells of its calls. Names are those of OpenTelemetry's conventions for generative AI where they have one. */
public final class CallTraces {
    private final PaymentTraces traces;
    private final Clock clock;

    public CallTraces(PaymentTraces traces, Clock clock) {
        this.traces = traces;
        this.clock = clock;
    }

    /** A call is over. */
    void tell(PaidRun.Call call, CallTime time, Optional<Refusal> refusal) {
        Hash32 payment = call.payment().id();
        Duration taken = time.sinceBegun();
        Instant ended = clock.instant();
        Instant begun = ended.minus(taken);
        PaymentSpan whole = PaymentSpan.of(payment, "call", begun, ended)
                .with(attributes(Operation.of(call.path()), call.product()));
        traces.call(refusal.map(CallTraces::code).map(whole::failed).orElse(whole), call.caller());
        time.laps()
                .forEach((name, lap) ->
                        traces.add(PaymentSpan.of(payment, name, begun.plus(lap.begun()), begun.plus(lap.ended()))));
    }

    /** A consumer was told the price. */
    void offered(PaidRequest request, Product product, long nanos) {
        Optional<CallerContext> caller = request.caller();
        if (caller.isPresent()) {
            Instant ended = clock.instant();
            traces.offered(new PaymentOffered(
                    caller.get(), ended.minusNanos(nanos), ended, attributes(Operation.of(request.path()), product)));
        }
    }

    private static Map<String, String> attributes(Operation operation, Product product) {
        return Map.of("gen_ai.operation.name", operation.label(), "gen_ai.request.model", product.name());
    }

    private static String code(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Unpaid unpaid -> unpaid.reason();
            case Refusal.Failed failed -> failed.problem().code();
        };
    }
}
