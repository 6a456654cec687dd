package io.verigrad.explorer.measure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Shows the ledger's numbers to Prometheus ({@code /q/metrics}), as they were a quarter of a minute ago at most. */
@ApplicationScoped
public class LedgerGauges {
    private static final long PERIOD_MS = 15_000;

    private final Map<String, MultiGauge> gauges = new ConcurrentHashMap<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final LedgerNumbers numbers;
    private final MeterRegistry registry;

    LedgerGauges(LedgerNumbers numbers, MeterRegistry registry) {
        this.numbers = numbers;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(PERIOD_MS, tick -> {
            if (asking.compareAndSet(false, true)) {
                // A ledger that does not answer shows as numbers that stand still; the query has logged why.
                refresh().eventually(() -> asking.set(false)).subscribe().with(done -> {}, failure -> {});
            }
        });
    }

    /** Asks now. */
    public Uni<Void> refresh() {
        return numbers.all().invoke(this::show).replaceWithVoid();
    }

    private void show(List<Measurement> found) {
        Map<String, List<Measurement>> byName = found.stream().collect(Collectors.groupingBy(Measurement::name));
        byName.keySet()
                .forEach(name -> gauges.computeIfAbsent(
                        name, key -> MultiGauge.builder(key).register(registry)));
        // What is not there any more is not shown any more.
        gauges.forEach((name, gauge) -> gauge.register(
                byName.getOrDefault(name, List.of()).stream()
                        .map(one -> MultiGauge.Row.of(one.tags(), one.value()))
                        .collect(Collectors.toList()),
                true));
    }
}
