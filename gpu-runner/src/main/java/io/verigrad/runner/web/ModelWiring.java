package io.verigrad.runner.web;

import io.verigrad.runner.api.Limits;
import io.verigrad.runner.config.RunnerConfig;
import io.verigrad.runner.execution.BatchSettings;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.OnnxEngine;
import io.verigrad.runner.execution.Provider;
import io.verigrad.runner.execution.RunQueue;
import io.verigrad.runner.forward.ClosedModels;
import io.verigrad.runner.generation.TextGenerators;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.Price;
import io.verigrad.runner.store.ModelStore;
import io.verigrad.runner.store.ModelStoreException;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** The models and what runs them. */
final class ModelWiring {
    @Produces
    @Singleton
    OnnxEngine engine(RunnerConfig config) {
        RunnerConfig.ExecutionConfig execution = config.execution();
        return OnnxEngine.start(
                Provider.parse(execution.provider()),
                execution.threads(),
                concurrency(execution),
                new BatchSettings(
                        execution.batch(),
                        execution.batchDelay(),
                        execution.waitingPerModel(),
                        execution.inexactTexts()));
    }

    void stop(@Disposes OnnxEngine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    Models models(OnnxEngine engine, RunnerConfig config) throws ModelStoreException {
        return new Models(
                engine, ModelStore.open(config.modelsDir()), config.execution().memory());
    }

    @Produces
    @Singleton
    Catalogue catalogue(Models models, RunnerConfig config) {
        return new Catalogue(
                models,
                config.models().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                model -> model.getKey(),
                                model -> Price.of(
                                        model.getValue().price(),
                                        model.getValue().inputUnitPrice(),
                                        model.getValue().outputUnitPrice()))));
    }

    @Produces
    @Singleton
    ClosedModels closed(Models models, RunnerConfig config, Vertx vertx) {
        return ClosedModels.of(
                config.upstreams(),
                models.all().stream().map(Model::name).collect(Collectors.toUnmodifiableSet()),
                vertx);
    }

    void stop(@Disposes ClosedModels closed) {
        closed.close();
    }

    @Produces
    @Singleton
    TextGenerators generators() {
        return new TextGenerators();
    }

    @Produces
    @Singleton
    RunQueue queue(RunnerConfig config) {
        RunnerConfig.ExecutionConfig execution = config.execution();
        return new RunQueue(concurrency(execution), execution.waiting(), execution.timeout());
    }

    private static int concurrency(RunnerConfig.ExecutionConfig execution) {
        int processors = Runtime.getRuntime().availableProcessors();
        return execution.concurrency() > 0 ? execution.concurrency() : Math.max(1, processors / execution.threads());
    }

    void stop(@Disposes RunQueue queue) {
        queue.close();
    }

    @Produces
    @Singleton
    Limits limits(RunnerConfig config) {
        RunnerConfig.LimitsConfig limits = config.limits();
        return new Limits(limits.body(), limits.elements(), limits.texts(), limits.tokens());
    }
}
