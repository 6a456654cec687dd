package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.generation.ChatTemplate.Message;
import io.verigrad.runner.generation.Sampling;
import io.verigrad.runner.generation.TextGenerator;
import io.verigrad.runner.generation.TextGenerators;
import io.verigrad.runner.paid.Job;
import io.verigrad.runner.paid.JobSource;
import io.verigrad.runner.paid.ToldParameters;
import io.verigrad.runner.store.Task;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The jobs behind requests for chats and for completions. */
@Singleton
final class GenerationJobs implements JobSource {
    static final String CHAT = "/v1/chat/completions";
    static final String COMPLETION = "/v1/completions";

    private static final Set<String> OF_CHATS = Set.of("messages", "max_completion_tokens");
    private static final Set<String> OF_COMPLETIONS = Set.of("prompt");

    private final Models models;
    private final TextGenerators generators;
    private final Limits limits;
    private final Clock clock;
    private final SecureRandom seeds = new SecureRandom();

    GenerationJobs(Models models, TextGenerators generators, Limits limits, Clock clock) {
        this.models = models;
        this.generators = generators;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Optional<Wanted> find(String path, byte[] body) throws InvalidRequestException {
        return find(path, body, this::seed);
    }

    /** With the seed that the answer tells, where the request named none. */
    @Override
    public Optional<Wanted> again(String path, byte[] body, ToldParameters told) throws InvalidRequestException {
        if (!path.equals(CHAT) && !path.equals(COMPLETION)) {
            return Optional.empty();
        }
        long seed = told.seed();
        return find(path, body, () -> seed);
    }

    private Optional<Wanted> find(String path, byte[] body, LongSupplier seeds) throws InvalidRequestException {
        return switch (path) {
            case CHAT -> Optional.of(chat(body, seeds));
            case COMPLETION -> Optional.of(complete(body, seeds));
            default -> Optional.empty();
        };
    }

    private Wanted chat(byte[] body, LongSupplier seeds) throws InvalidRequestException {
        ObjectNode wanted = GenerationRequest.read(body, OF_CHATS);
        if (!GenerationRequest.absent(wanted, "max_tokens")
                && !GenerationRequest.absent(wanted, "max_completion_tokens")) {
            throw InvalidRequestException.of(
                    "invalid_value", "max_tokens", "expected max_completion_tokens or max_tokens, not both");
        }
        String maxTokens = GenerationRequest.absent(wanted, "max_tokens") ? "max_completion_tokens" : "max_tokens";
        List<Message> messages = ChatMessages.read(wanted.path("messages"));
        Sampling sampling = GenerationRequest.sampling(wanted, maxTokens, limits.tokens(), seeds);
        Model model = model(wanted);
        AnswerForm form = form(AnswerForm.Kind.CHAT, wanted, model);
        return new Wanted(model, () -> {
            TextGenerator generator = generators.of(model);
            return job(model, generator, GenerationJob.chat(generator, messages), "messages", sampling, form);
        });
    }

    private Wanted complete(byte[] body, LongSupplier seeds) throws InvalidRequestException {
        ObjectNode wanted = GenerationRequest.read(body, OF_COMPLETIONS);
        JsonNode prompt = wanted.path("prompt");
        if (!prompt.isTextual()) {
            throw InvalidRequestException.of("invalid_type", "prompt", "expected one text");
        }
        Sampling sampling = GenerationRequest.sampling(wanted, "max_tokens", limits.tokens(), seeds);
        Model model = model(wanted);
        AnswerForm form = form(AnswerForm.Kind.COMPLETION, wanted, model);
        return new Wanted(model, () -> {
            TextGenerator generator = generators.of(model);
            return job(model, generator, generator.encode(prompt.textValue()), "prompt", sampling, form);
        });
    }

    private static Job job(
            Model model, TextGenerator generator, long[] prompt, String parameter, Sampling sampling, AnswerForm form)
            throws InvalidRequestException, RunException {
        GenerationJob.requireRoom(generator, prompt, parameter);
        model.load();
        return new GenerationJob(model, generator, prompt, sampling, form);
    }

    private Model model(ObjectNode wanted) throws InvalidRequestException {
        String name = wanted.path("model").textValue();
        Model model = models.find(name).orElseThrow(() -> new InvalidRequestException(models.absence(name)));
        if (model.manifest().task() != Task.generation) {
            throw InvalidRequestException.of("unsupported_model", "model", "this model generates no text");
        }
        return model;
    }

    /** 48 bits: a number that every JSON reader keeps. */
    private long seed() {
        return seeds.nextLong() >>> 16;
    }

    private AnswerForm form(AnswerForm.Kind kind, ObjectNode wanted, Model model) {
        String id = (kind == AnswerForm.Kind.CHAT ? "chatcmpl-" : "cmpl-")
                + UUID.randomUUID().toString().replace("-", "");
        return new AnswerForm(
                kind,
                GenerationRequest.streams(wanted),
                GenerationRequest.wantsUsage(wanted),
                model.name(),
                id,
                clock.instant());
    }
}
