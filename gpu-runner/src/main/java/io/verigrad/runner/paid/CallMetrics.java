package io.verigrad.runner.paid;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.DoubleStream;

/**
 * How calls go, for whoever operates the runner. Names and buckets are those of OpenTelemetry's semantic conventions for
 * generative AI ("Generative AI server metrics") where they have one; the rest begins with {@code verigrad.runner}.
 * Labels hold nothing that a consumer wrote.
 */
final class CallMetrics {
    private static final double[] DURATIONS = {
        .01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
    };
    private static final double[] FIRST = {.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10};
    private static final double[] EACH = {.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5};
    private static final int PAYMENT_REQUIRED = 402;

    private CallMetrics() {}

    /** A request has its response. */
    static void ended(PaidRequest request, Product product, int status, long nanos) {
        Tags tags = tags(Operation.of(request.path()), product);
        Metrics.counter("verigrad.runner.responses", tags.and("status", Integer.toString(status)))
                .increment();
        // Asking for the price is no call yet, and a rehearsal is none.
        if (status != PAYMENT_REQUIRED && request.dryRun().isEmpty()) {
            String error = status < 400 ? "" : Integer.toString(status);
            record("gen_ai.server.request.duration", tags.and("error.type", error), DURATIONS, nanos);
        }
    }

    /** A model has answered and the receipt is published. */
    static void answered(String path, Product product, Answer answer, CallTime time) {
        Operation operation = Operation.of(path);
        Tags tags = tags(operation, product);
        Metrics.counter("verigrad.runner.units", tags.and("direction", "input")).increment(answer.inputUnits());
        Metrics.counter("verigrad.runner.units", tags.and("direction", "output"))
                .increment(answer.outputUnits());
        record("verigrad.runner.run.duration", tags, DURATIONS, time.runNanos());
        record("verigrad.runner.payment.duration", tags, DURATIONS, time.restNanos());
        if (operation.generates() && answer.outputUnits() > 0) {
            time.firstNanos().ifPresent(first -> record("gen_ai.server.time_to_first_token", tags, FIRST, first));
            long after = time.runNanos() - time.firstNanos().orElse(0);
            long tokens = Math.max(1, answer.outputUnits() - (time.firstNanos().isPresent() ? 1 : 0));
            record("gen_ai.server.time_per_output_token", tags, EACH, after / tokens);
        }
    }

    private static Tags tags(Operation operation, Product product) {
        return Tags.of("gen_ai.operation.name", operation.label(), "gen_ai.request.model", product.name());
    }

    private static void record(String name, Tags tags, double[] buckets, long nanos) {
        Timer.builder(name)
                .tags(tags)
                .serviceLevelObjectives(DoubleStream.of(buckets)
                        .mapToObj(seconds -> Duration.ofNanos((long) (seconds * 1e9)))
                        .toArray(Duration[]::new))
                .register(Metrics.globalRegistry)
                .record(Duration.ofNanos(nanos));
    }
}
