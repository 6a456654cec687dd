package io.verigrad.runner.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.RunQueue;
import io.verigrad.runner.price.TokenPrices;
import jakarta.inject.Singleton;

/** What the runner is at the moment: calls in hand, models in memory, whether its enclave is registered. */
@Singleton
final class RunnerMetrics implements MeterBinder {
    private final RunQueue queue;
    private final Models models;
    private final Enclave enclave;
    private final TokenPrices prices;

    RunnerMetrics(RunQueue queue, Models models, Enclave enclave, TokenPrices prices) {
        this.queue = queue;
        this.models = models;
        this.enclave = enclave;
        this.prices = prices;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        registry.gauge("verigrad.runner.calls.in_hand", queue, RunQueue::taken);
        registry.gauge("verigrad.runner.models.bytes", models, Models::bytesInMemory);
        registry.gauge(
                "verigrad.runner.enclave.registered",
                enclave,
                one -> one.notReady().isEmpty() ? 1 : 0);
        prices.bindTo(registry);
    }
}
