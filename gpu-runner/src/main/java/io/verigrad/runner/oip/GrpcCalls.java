package io.verigrad.runner.oip;

import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.api.StackTrace;
import io.verigrad.runner.paid.Catalogue;
import io.verigrad.runner.paid.JobSource;
import io.verigrad.runner.paid.PaidCalls;
import io.verigrad.runner.paid.PaidRequest;
import io.verigrad.runner.paid.PaidResponse;
import io.verigrad.runner.web.PaidEdge;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Answers calls of gRPC. Messages are taken as bytes: the receipt hashes them as they were sent, so no two programs need to
 * agree on how to write a message. Only {@code ModelInfer} is paid, with the headers that HTTP has (docs/protocol.md,
 * "gRPC").
 */
@Singleton
final class GrpcCalls {
    private static final Logger LOG = Logger.getLogger(GrpcCalls.class);

    private final GrpcMetadata metadata;
    private final Catalogue catalogue;
    private final InferJobs jobs;
    private final PaidCalls calls;
    private final PaidEdge edge;
    private final GrpcErrors errors = new GrpcErrors();

    GrpcCalls(GrpcMetadata metadata, Catalogue catalogue, InferJobs jobs, PaidCalls calls, PaidEdge edge) {
        this.metadata = metadata;
        this.catalogue = catalogue;
        this.jobs = jobs;
        this.calls = calls;
        this.edge = edge;
    }

    /** Answers one call; may wait. */
    void answer(RoutingContext http, GrpcServerRequest<Buffer, Buffer> call, byte[] message) {
        GrpcServerResponse<Buffer, Buffer> response = call.response();
        try {
            if (!Optional.ofNullable(call.encoding()).orElse("identity").equals("identity")) {
                // Bytes are hashed as they are; and a small message could be a large one.
                refuse(response, Problem.of(415, "unsupported_encoding", "expected a message without compression"));
            } else if (call.methodName().equals("ModelInfer")) {
                infer(http, response, message);
            } else {
                response.end(Buffer.buffer(metadata.answer(call.methodName(), message)));
            }
        } catch (InvalidRequestException e) {
            refuse(response, e.problem());
        } catch (RuntimeException e) {
            // Its message may repeat what the consumer sent.
            LOG.errorf("unexpected %s", StackTrace.withoutMessages(e));
            refuse(response, Problem.of(500, "internal_error", "the runner failed; nothing was charged"));
        }
    }

    private void infer(RoutingContext http, GrpcServerResponse<Buffer, Buffer> response, byte[] message)
            throws InvalidRequestException {
        PaidRequest request = edge.request(http, message);
        if (request.dryRun().isPresent()) {
            throw new InvalidRequestException(
                    Problem.of(400, "invalid_header", "verigrad-dry-run: a rehearsal is asked for over HTTP"));
        }
        JobSource.Wanted wanted = jobs.of(InferMessageReader.parse(message));
        PaidResponse answer = calls.serve(request, catalogue.product(wanted.model()), wanted.jobs(), errors);
        answer.headers().forEach((name, value) -> response.headers().set(name.toLowerCase(Locale.ROOT), value));
        if (answer.status() == 200) {
            response.end(Buffer.buffer(answer.body()));
        } else if (answer.status() == 402) {
            end(
                    response,
                    GrpcStatus.FAILED_PRECONDITION,
                    "payment_required: the header payment-required says how to pay");
        } else {
            end(response, GrpcErrors.status(answer.status()), new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    private void refuse(GrpcServerResponse<Buffer, Buffer> response, Problem problem) {
        end(response, GrpcErrors.status(problem.status()), new String(errors.write(problem), StandardCharsets.UTF_8));
    }

    private static void end(GrpcServerResponse<Buffer, Buffer> response, GrpcStatus status, String message) {
        response.status(status).statusMessage(message).end();
    }
}
