package io.verigrad.runner.openai;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.forward.ClosedModel;
import io.verigrad.runner.forward.ClosedModels;
import io.verigrad.runner.forward.Function;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.JobSource;
import io.verigrad.runner.paid.PaidCalls;
import io.verigrad.runner.paid.PaidRequest;
import io.verigrad.runner.web.PaidEdge;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** {@code POST /v1/embeddings} (OpenAI API reference, "Create embeddings"). */
@Path(EmbeddingsJobs.PATH)
public class EmbeddingsResource {
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
    public Response create(@Context HttpServerRequest http, byte[] body) {
        try {
            PaidRequest request = edge.request(http, body);
            Optional<ClosedModel> upstream = closed.named(body);
            if (upstream.isPresent()) {
                return edge.response(calls.serve(
                        request, upstream.get().product(), upstream.get().job(Function.EMBEDDING, body), errors));
            }
            JobSource.Wanted wanted = jobs.of(body);
            return edge.response(calls.serve(request, catalogue.product(wanted.model()), wanted.jobs(), errors));
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fail(failure, errors);
    }
}
