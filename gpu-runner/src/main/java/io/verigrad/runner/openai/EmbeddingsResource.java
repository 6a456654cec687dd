package io.verigrad.runner.openai;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.execution.Model;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.PaidCalls;
import io.verigrad.runner.paid.PaidRequest;
import io.verigrad.runner.store.Task;
import io.verigrad.runner.web.PaidEdge;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** {@code POST /v1/embeddings} (OpenAI API reference, "Create embeddings"). */
@Path("/v1/embeddings")
public class EmbeddingsResource {
    private final Models models;
    private final Catalogue catalogue;
    private final PaidCalls calls;
    private final PaidEdge edge;
    private final Limits limits;
    private final OpenAiErrors errors = new OpenAiErrors();

    public EmbeddingsResource(Models models, Catalogue catalogue, PaidCalls calls, PaidEdge edge, Limits limits) {
        this.models = models;
        this.catalogue = catalogue;
        this.calls = calls;
        this.edge = edge;
        this.limits = limits;
    }

    @POST
    @RunOnVirtualThread
    public Response create(@Context HttpServerRequest http, byte[] body) {
        try {
            PaidRequest request = edge.request(http, body);
            EmbeddingsRequest wanted = EmbeddingsRequest.read(body, limits.texts());
            Model model = model(wanted.model());
            return edge.response(
                    calls.serve(request, catalogue.product(model), () -> EmbeddingsJob.prepare(model, wanted), errors));
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fail(failure, errors);
    }

    private Model model(String name) throws InvalidRequestException {
        Model model = models.find(name)
                .orElseThrow(() -> new InvalidRequestException(
                        new Problem(404, "model_not_found", "there is no such model here", Optional.of("model"))));
        if (model.manifest().task() != Task.embeddings) {
            throw InvalidRequestException.of("unsupported_model", "model", "this model makes no embeddings");
        }
        return model;
    }
}
