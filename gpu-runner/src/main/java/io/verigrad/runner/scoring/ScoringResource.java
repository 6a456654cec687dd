package io.verigrad.runner.scoring;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.json.Json;
import io.verigrad.runner.api.ErrorFormat;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Problem;
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
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** {@code POST /v1/classify} and {@code POST /v1/rerank}. */
@Path("/v1")
public class ScoringResource implements PaidApi {
    private final ScoringJobs jobs;
    private final Catalogue catalogue;
    private final PaidCalls calls;
    private final PaidEdge edge;
    private final ErrorFormat errors = ScoringResource::error;

    public ScoringResource(ScoringJobs jobs, Catalogue catalogue, PaidCalls calls, PaidEdge edge) {
        this.jobs = jobs;
        this.catalogue = catalogue;
        this.calls = calls;
        this.edge = edge;
    }

    @POST
    @Path("classify")
    @RunOnVirtualThread
    public Response classify(@Context RoutingContext http, byte[] body) {
        return answer(http, body);
    }

    @POST
    @Path("rerank")
    @RunOnVirtualThread
    public Response rerank(@Context RoutingContext http, byte[] body) {
        return answer(http, body);
    }

    @Override
    public Optional<PaidResponse> serve(PaidRequest request) throws InvalidRequestException {
        Optional<JobSource.Wanted> wanted = jobs.find(request.path(), request.body());
        return wanted.map(found -> calls.serve(request, catalogue.product(found.model()), found.jobs(), errors));
    }

    private Response answer(RoutingContext http, byte[] body) {
        try {
            return edge.response(serve(edge.request(http, body)).orElseThrow());
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fail(failure, errors);
    }

    /** Cohere's errors have a message, Jina's a detail. */
    private static byte[] error(Problem problem) {
        return Json.write(Map.of("message", problem.message(), "detail", problem.message(), "code", problem.code()));
    }
}
