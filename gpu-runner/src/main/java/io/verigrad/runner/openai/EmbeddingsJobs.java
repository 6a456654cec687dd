package io.verigrad.runner.openai;

import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.paid.JobSource;
import io.verigrad.runner.store.Task;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The jobs behind requests for embeddings. */
@Singleton
final class EmbeddingsJobs implements JobSource {
    static final String PATH = "/v1/embeddings";

    private final Models models;
    private final Limits limits;

    EmbeddingsJobs(Models models, Limits limits) {
        this.models = models;
        this.limits = limits;
    }

    @Override
    public Optional<Wanted> find(String path, byte[] body) throws InvalidRequestException {
        return path.equals(PATH) ? Optional.of(of(body)) : Optional.empty();
    }

    Wanted of(byte[] body) throws InvalidRequestException {
        EmbeddingsRequest wanted = EmbeddingsRequest.read(body, limits.texts());
        Model model = model(wanted.model());
        return new Wanted(model, () -> EmbeddingsJob.prepare(model, wanted));
    }

    private Model model(String name) throws InvalidRequestException {
        Model model = models.find(name).orElseThrow(() -> new InvalidRequestException(models.absence(name)));
        if (model.manifest().task() != Task.embeddings) {
            throw InvalidRequestException.of("unsupported_model", "model", "this model makes no embeddings");
        }
        return model;
    }
}
