package io.verigrad.runner.recheck;

import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.verigrad.json.Json;
import io.verigrad.runner.api.ErrorFormat;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.execution.Models;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.Job;
import io.verigrad.runner.paid.JobSource;
import io.verigrad.runner.paid.PaidCalls;
import io.verigrad.runner.paid.PaidRequest;
import io.verigrad.runner.paid.ToldParameters;
import io.verigrad.runner.web.PaidEdge;
import io.verigrad.value.Hash32;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** {@code POST /v1/receipts/{id}/recheck}: a paid call that runs the request of another enclave's receipt again. */
@Path("/v1/receipts/{id}/recheck")
public class RecheckResource {
    private final List<JobSource> sources;
    private final Catalogue catalogue;
    private final PaidCalls calls;
    private final PaidEdge edge;
    private final Enclave enclave;
    private final FailedRechecks failed;
    private final Clock clock;
    private final ErrorFormat errors = RecheckResource::error;

    public RecheckResource(
            @All List<JobSource> sources,
            Catalogue catalogue,
            PaidCalls calls,
            PaidEdge edge,
            Enclave enclave,
            FailedRechecks failed,
            Clock clock) {
        this.sources = sources;
        this.catalogue = catalogue;
        this.calls = calls;
        this.edge = edge;
        this.enclave = enclave;
        this.failed = failed;
        this.clock = clock;
    }

    @POST
    @RunOnVirtualThread
    public Response recheck(@PathParam("id") String id, @Context RoutingContext http, byte[] body) {
        try {
            PaidRequest paid = edge.request(http, body);
            RecheckRequest request = RecheckRequest.read(receiptId(id), body);
            requireAnother(request);
            // The version of the receipt, whatever its name means by now.
            JobSource.Wanted wanted = ScopedValue.where(
                            Models.EXACT, request.receipt().receipt().modelDigest())
                    .call(() -> wanted(request));
            return edge.response(calls.serve(
                    paid,
                    catalogue.product(wanted.model()),
                    () -> new RecheckJob(
                            request, sameForm(request, wanted.jobs().prepare()), enclave, failed, clock),
                    errors));
        } catch (InvalidRequestException e) {
            return edge.refuse(e, errors);
        }
    }

    @ServerExceptionMapper
    public Response fail(Throwable failure) {
        return edge.fail(failure, errors);
    }

    /** Who checks itself proves nothing. */
    private void requireAnother(RecheckRequest request) throws InvalidRequestException {
        if (request.receipt().receipt().enclaveKey().equals(enclave.address())) {
            throw new InvalidRequestException(
                    Problem.of(409, "own_receipt", "this enclave signed the receipt itself; ask another runner"));
        }
        if (!request.receipt().domain().equals(enclave.domain())) {
            throw InvalidRequestException.of(
                    "other_network",
                    "receipt",
                    "expected a receipt for " + enclave.domain().chainId());
        }
    }

    private JobSource.Wanted wanted(RecheckRequest request) throws InvalidRequestException {
        ToldParameters told =
                new ToldParameters(request.told(), request.receipt().receipt().parametersHash());
        for (JobSource source : sources) {
            Optional<JobSource.Wanted> found = source.again(request.path(), request.request(), told);
            if (found.isPresent()) {
                return requireModel(request, found.get());
            }
        }
        throw InvalidRequestException.of("path_not_rechecked", "path", "requests of this path are not run again here");
    }

    private static Job sameForm(RecheckRequest request, Job again) throws InvalidRequestException {
        if (again.streams() != request.streamed().isPresent()) {
            throw InvalidRequestException.of(
                    "unsupported_answer",
                    "response",
                    again.streams()
                            ? "expected the bytes of a whole stream, as they came"
                            : "expected a whole answer, found a stream");
        }
        return again;
    }

    /** Another version under the same name is another model. */
    private static JobSource.Wanted requireModel(RecheckRequest request, JobSource.Wanted wanted)
            throws InvalidRequestException {
        if (!wanted.model().digest().equals(request.receipt().receipt().modelDigest())) {
            throw new InvalidRequestException(Problem.of(
                    404,
                    "model_not_found",
                    "expected model " + request.receipt().receipt().modelDigest() + ", found "
                            + wanted.model().digest() + " under that name"));
        }
        return wanted;
    }

    private static Hash32 receiptId(String id) throws InvalidRequestException {
        try {
            return Hash32.parse(id);
        } catch (IllegalArgumentException e) {
            throw InvalidRequestException.of("invalid_value", "id", "expected the id of a receipt");
        }
    }

    private static byte[] error(Problem problem) {
        return Json.write(Map.of("reason", problem.code(), "error", problem.message()));
    }
}
