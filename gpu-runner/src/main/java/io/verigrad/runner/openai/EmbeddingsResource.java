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

/** {@code POST /v1/embeddings} (OpenAI API reference, "Create embeddings"). */
@Path(EmbeddingsJobs.PATH)
public class EmbeddingsResource implements PaidApi {
    private final EmbeddingsJobs jobs;
    private final ClosedModels closed;
    private final Catalogue catalogue;
    private final PaidCalls calls;
    private final PaidEdge edge;
    private final OpenAiErrors errors = new OpenAiErrors();

    public EmbeddingsResource(
            EmbeddingsJobs jobs, ClosedModels closed, Catalogue catalogue, PaidCalls calls, PaidEdge edge) {
        this.jobs = jobs;
        this.closed = closed;
        this.catalogue = catalogue;
        this.calls = calls;
        this.edge = edge;
    }

    @POST
    @RunOnVirtualThread
    public Response create(@Context RoutingContext http, byte[] body) {
        try {
            return edge.response(create(edge.request(http, body)));
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    @Override
    public Optional<PaidResponse> serve(PaidRequest request) throws InvalidRequestException {
        return request.path().equals(EmbeddingsJobs.PATH) ? Optional.of(create(request)) : Optional.empty();
    }

    private PaidResponse create(PaidRequest request) throws InvalidRequestException {
        byte[] body = request.body();
        Optional<ClosedModel> upstream = closed.named(body);
        if (upstream.isPresent()) {
            return calls.serve(request, upstream.get().product(), upstream.get().job(Function.EMBEDDING, body), errors);
        }
        JobSource.Wanted wanted = jobs.of(body);
        return calls.serve(request, catalogue.product(wanted.model()), wanted.jobs(), errors);
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fail(failure, errors);
    }
}
