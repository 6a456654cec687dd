package io.verigrad.runner.oip;

import inference.v2.ModelInferRequest;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.paid.JobSource;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jobs behind requests of the Open Inference Protocol. */
@Singleton
final class InferJobs implements JobSource {
    /** The path of an inference over gRPC. */
    static final String GRPC = "/inference.GRPCInferenceService/ModelInfer";

    private static final Pattern PATH = Pattern.compile("/v2/models/([^/]+)(?:/versions/([^/]+))?/infer");

    private final Models models;
    private final Limits limits;

    InferJobs(Models models, Limits limits) {
        this.models = models;
        this.limits = limits;
    }

    @Override
    public Optional<Wanted> find(String path, byte[] body) throws InvalidRequestException {
        if (path.equals(GRPC)) {
            return Optional.of(of(InferMessageReader.parse(body)));
        }
        return model(models, path)
                .map(model -> new Wanted(model, () -> InferJob.prepare(model, BinaryBody.of(body), limits)));
    }

    /** The model in the path of an inference; empty if the path is none, or there is no such model in this version. */
    static Optional<Model> model(Models models, String path) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches()
                ? models.find(matcher.group(1), Optional.ofNullable(matcher.group(2)))
                : Optional.empty();
    }

    /** The job of a message of gRPC. */
    Wanted of(ModelInferRequest message) throws InvalidRequestException {
        String name = message.getModelName();
        String reference = message.getModelVersion().isEmpty() ? name : name + "@" + message.getModelVersion();
        Model model = models.find(reference).orElseThrow(() -> new InvalidRequestException(models.absence(reference)));
        return new Wanted(model, () -> InferJob.prepare(model, message, limits));
    }
}
