package io.verigrad.runner.oip;

import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.paid.JobSource;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jobs behind requests of the Open Inference Protocol. */
@Singleton
final class InferJobs implements JobSource {
    private static final Pattern PATH = Pattern.compile("/v2/models/([^/]+)/infer");

    private final Models models;
    private final Limits limits;

    InferJobs(Models models, Limits limits) {
        this.models = models;
        this.limits = limits;
    }

    @Override
    public Optional<Wanted> find(String path, byte[] body) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches()
                ? models.find(matcher.group(1))
                        .map(model -> new Wanted(model, () -> InferJob.prepare(model, BinaryBody.of(body), limits)))
                : Optional.empty();
    }
}
