package io.verigrad.runner.web;

import io.verigrad.runner.api.Limits;
import io.verigrad.runner.blob.BlobStore;
import io.verigrad.runner.blob.Blobs;
import io.verigrad.runner.blob.HttpBlobSource;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** The models and what runs them. */
final class ModelWiring {
    private static final Duration CONNECTING = Duration.ofSeconds(10);

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
                        execution.inexactTexts()),
                execution.requireProbes());
    }

    void stop(@Disposes OnnxEngine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    Models models(OnnxEngine engine, RunnerConfig config) throws ModelStoreException, IOException {
        return new Models(
                engine,
                ModelStore.open(config.modelsDir(), blobs(config.blobs())),
                config.execution().memory());
    }

    private static Optional<Blobs> blobs(RunnerConfig.BlobsConfig config) throws IOException {
        if (config.folder().isEmpty()) {
            if (config.url().isPresent()) {
                throw new IllegalStateException(
                        "verigrad.runner.blobs.url is set; set verigrad.runner.blobs.folder too");
            }
            return Optional.empty();
        }
        BlobStore store = BlobStore.open(config.folder().get(), Instant.now());
        return Optional.of(new Blobs(store, config.url().map(url -> source(url, config))));
    }

    private static HttpBlobSource source(String url, RunnerConfig.BlobsConfig config) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECTING).build();
        return new HttpBlobSource(http, url, config.authorizationFile().map(ModelWiring::line), config.timeout());
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("verigrad.runner.blobs.authorization-file cannot be read", e);
        }
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
