package io.verigrad.runner.openai;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.forward.ClosedModel;
import io.verigrad.runner.forward.ClosedModels;
import io.verigrad.runner.forward.Function;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.JobSource;
import io.verigrad.runner.paid.PaidApi;
import io.verigrad.runner.paid.PaidCalls;
import io.verigrad.runner.paid.PaidRequest;
import io.verigrad.runner.paid.PaidResponse;
import io.verigrad.runner.web.PaidEdge;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * {@code POST /v1/chat/completions} and {@code POST /v1/completions} (OpenAI API reference, "Create chat completion",
 * "Create completion").
 */
@Path("/v1")
public class GenerationResource implements PaidApi {
    private final GenerationJobs jobs;
    private final ClosedModels closed;
    private final Catalogue catalogue;
    private final PaidCalls calls;
    private final PaidEdge edge;
    private final OpenAiErrors errors = new OpenAiErrors();

    public GenerationResource(
            GenerationJobs jobs, ClosedModels closed, Catalogue catalogue, PaidCalls calls, PaidEdge edge) {
        this.jobs = jobs;
        this.closed = closed;
        this.catalogue = catalogue;
        this.calls = calls;
        this.edge = edge;
    }

    @POST
    @Path("chat/completions")
    @RunOnVirtualThread
    public Response chat(@Context RoutingContext http, byte[] body) {
        try {
            return edge.response(serve(edge.request(http, body), Function.CHAT));
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    @POST
    @Path("completions")
    @RunOnVirtualThread
    public Response complete(@Context RoutingContext http, byte[] body) {
        try {
            return edge.response(serve(edge.request(http, body), Function.COMPLETION));
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    @Override
    public Optional<PaidResponse> serve(PaidRequest request) throws InvalidRequestException {
        return switch (request.path()) {
            case GenerationJobs.CHAT -> Optional.of(serve(request, Function.CHAT));
            case GenerationJobs.COMPLETION -> Optional.of(serve(request, Function.COMPLETION));
            default -> Optional.empty();
        };
    }

    private PaidResponse serve(PaidRequest request, Function function) throws InvalidRequestException {
        byte[] body = request.body();
        Optional<ClosedModel> upstream = closed.named(body);
        if (upstream.isPresent()) {
            ClosedModel model = upstream.get();
            return calls.serve(request, model.product(), model.job(function, body), errors);
        }
        JobSource.Wanted wanted = jobs.find(request.path(), body).orElseThrow();
        return calls.serve(request, catalogue.product(wanted.model()), wanted.jobs(), errors);
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fail(failure, errors);
    }
}
