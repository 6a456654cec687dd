package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.forward.ClosedModel;
import io.verigrad.runner.forward.ClosedModels;
import io.verigrad.runner.forward.Function;
import io.verigrad.runner.generation.ChatTemplate.Message;
import io.verigrad.runner.generation.Sampling;
import io.verigrad.runner.generation.TextGenerator;
import io.verigrad.runner.generation.TextGenerators;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.Job;
import io.verigrad.runner.paid.PaidApi;
import io.verigrad.runner.paid.PaidCalls;
import io.verigrad.runner.paid.PaidRequest;
import io.verigrad.runner.paid.PaidResponse;
import io.verigrad.runner.store.Task;
import io.verigrad.runner.web.PaidEdge;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * {@code POST /v1/chat/completions} and {@code POST /v1/completions} (OpenAI API reference, "Create chat completion",
 * "Create completion").
 */
@Path("/v1")
public class GenerationResource implements PaidApi {
    private static final Set<String> CHAT = Set.of("messages", "max_completion_tokens");
    private static final Set<String> COMPLETION = Set.of("prompt");

    private final Models models;
    private final ClosedModels closed;
    private final TextGenerators generators;
    private final Catalogue catalogue;
    private final PaidCalls calls;
    private final PaidEdge edge;
    private final Limits limits;
    private final Clock clock;
    private final SecureRandom seeds = new SecureRandom();
    private final OpenAiErrors errors = new OpenAiErrors();

    public GenerationResource(
            Models models,
            ClosedModels closed,
            TextGenerators generators,
            Catalogue catalogue,
            PaidCalls calls,
            PaidEdge edge,
            Limits limits,
            Clock clock) {
        this.models = models;
        this.closed = closed;
        this.generators = generators;
        this.catalogue = catalogue;
        this.calls = calls;
        this.edge = edge;
        this.limits = limits;
        this.clock = clock;
    }

    @POST
    @Path("chat/completions")
    @RunOnVirtualThread
    public Response chat(@Context HttpServerRequest http, byte[] body) {
        try {
            return edge.response(chat(edge.request(http, body)));
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    @POST
    @Path("completions")
    @RunOnVirtualThread
    public Response complete(@Context HttpServerRequest http, byte[] body) {
        try {
            return edge.response(complete(edge.request(http, body)));
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    @Override
    public Optional<PaidResponse> serve(PaidRequest request) throws InvalidRequestException {
        return switch (request.path()) {
            case "/v1/chat/completions" -> Optional.of(chat(request));
            case "/v1/completions" -> Optional.of(complete(request));
            default -> Optional.empty();
        };
    }

    private PaidResponse chat(PaidRequest request) throws InvalidRequestException {
        byte[] body = request.body();
        Optional<ClosedModel> upstream = closed.named(body);
        if (upstream.isPresent()) {
            return forward(request, upstream.get(), Function.CHAT);
        }
        ObjectNode wanted = GenerationRequest.read(body, CHAT);
        if (!GenerationRequest.absent(wanted, "max_tokens")
                && !GenerationRequest.absent(wanted, "max_completion_tokens")) {
            throw InvalidRequestException.of(
                    "invalid_value", "max_tokens", "expected max_completion_tokens or max_tokens, not both");
        }
        String maxTokens = GenerationRequest.absent(wanted, "max_tokens") ? "max_completion_tokens" : "max_tokens";
        List<Message> messages = ChatMessages.read(wanted.path("messages"));
        Sampling sampling = GenerationRequest.sampling(wanted, maxTokens, limits.tokens(), this::seed);
        Model model = model(wanted);
        AnswerForm form = form(AnswerForm.Kind.CHAT, wanted, model);
        return calls.serve(request, catalogue.product(model), () -> chat(model, messages, sampling, form), errors);
    }

    private PaidResponse complete(PaidRequest request) throws InvalidRequestException {
        byte[] body = request.body();
        Optional<ClosedModel> upstream = closed.named(body);
        if (upstream.isPresent()) {
            return forward(request, upstream.get(), Function.COMPLETION);
        }
        ObjectNode wanted = GenerationRequest.read(body, COMPLETION);
        JsonNode prompt = wanted.path("prompt");
        if (!prompt.isTextual()) {
            throw InvalidRequestException.of("invalid_type", "prompt", "expected one text");
        }
        Sampling sampling = GenerationRequest.sampling(wanted, "max_tokens", limits.tokens(), this::seed);
        Model model = model(wanted);
        AnswerForm form = form(AnswerForm.Kind.COMPLETION, wanted, model);
        return calls.serve(
                request, catalogue.product(model), () -> complete(model, prompt.textValue(), sampling, form), errors);
    }

    private PaidResponse forward(PaidRequest request, ClosedModel model, Function function)
            throws InvalidRequestException {
        return calls.serve(request, model.product(), model.job(function, request.body()), errors);
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fail(failure, errors);
    }

    private Job chat(Model model, List<Message> messages, Sampling sampling, AnswerForm form)
            throws InvalidRequestException, RunException {
        TextGenerator generator = generators.of(model);
        long[] prompt = GenerationJob.chat(generator, messages);
        GenerationJob.requireRoom(generator, prompt, "messages");
        model.load();
        return new GenerationJob(model, generator, prompt, sampling, form);
    }

    private Job complete(Model model, String text, Sampling sampling, AnswerForm form)
            throws InvalidRequestException, RunException {
        TextGenerator generator = generators.of(model);
        long[] prompt = generator.encode(text);
        GenerationJob.requireRoom(generator, prompt, "prompt");
        model.load();
        return new GenerationJob(model, generator, prompt, sampling, form);
    }

    private Model model(ObjectNode wanted) throws InvalidRequestException {
        Model model = models.find(wanted.path("model").textValue())
                .orElseThrow(() -> new InvalidRequestException(
                        new Problem(404, "model_not_found", "there is no such model here", Optional.of("model"))));
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
