package io.verigrad.runner.scoring;

import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.EncodedText;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.paid.JobSource;
import io.verigrad.runner.store.Task;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The jobs behind requests to classify and to rank. */
@Singleton
final class ScoringJobs implements JobSource {
    static final String CLASSIFY = "/v1/classify";
    static final String RERANK = "/v1/rerank";

    private final Models models;
    private final Limits limits;

    ScoringJobs(Models models, Limits limits) {
        this.models = models;
        this.limits = limits;
    }

    @Override
    public Optional<Wanted> find(String path, byte[] body) throws InvalidRequestException {
        return switch (path) {
            case CLASSIFY -> Optional.of(classify(body));
            case RERANK -> Optional.of(rerank(body));
            default -> Optional.empty();
        };
    }

    private Wanted classify(byte[] body) throws InvalidRequestException {
        ClassifyRequest request = ClassifyRequest.read(body, limits.texts());
        Model model = model(request.model(), Task.classification, "this model classifies no texts");
        return new Wanted(model, () -> ClassifyJob.prepare(model, request));
    }

    private Wanted rerank(byte[] body) throws InvalidRequestException {
        RerankRequest request = RerankRequest.read(body, limits.texts());
        Model model = model(request.model(), Task.reranking, "this model ranks no documents");
        return new Wanted(model, () -> RerankJob.prepare(model, request));
    }

    private Model model(String name, Task task, String otherwise) throws InvalidRequestException {
        Model model = models.find(name).orElseThrow(() -> new InvalidRequestException(models.absence(name)));
        if (model.manifest().task() != task) {
            throw InvalidRequestException.of("unsupported_model", "model", otherwise);
        }
        return model;
    }

    /** A text that the model can read whole: none is cut. */
    static EncodedText fitting(Model model, EncodedText text, String parameter) throws InvalidRequestException {
        int most = model.scoring().maxTokens();
        if (text.tokens() > most) {
            throw InvalidRequestException.of(
                    "context_length_exceeded",
                    parameter,
                    "expected at most " + most + " tokens at once, found " + text.tokens());
        }
        return text;
    }
}
