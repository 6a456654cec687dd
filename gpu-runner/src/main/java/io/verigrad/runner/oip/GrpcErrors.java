package io.verigrad.runner.oip;

import io.verigrad.runner.api.ErrorFormat;
import io.verigrad.runner.api.Problem;
import io.vertx.grpc.common.GrpcStatus;
import java.nio.charset.StandardCharsets;

/** Errors as gRPC has them: a status, whose message is the text. */
final class GrpcErrors implements ErrorFormat {
    @Override
    public byte[] write(Problem problem) {
        return (problem.code() + ": " + problem.message()).getBytes(StandardCharsets.UTF_8);
    }

    /** The status that says what an HTTP status says (gRPC, "Status codes and their use in gRPC"). */
    static GrpcStatus status(int http) {
        return switch (http) {
            case 200 -> GrpcStatus.OK;
            case 400, 415 -> GrpcStatus.INVALID_ARGUMENT;
            // A call that is not paid, or whose own condition does not hold, does not become good by being sent again.
            case 402, 412 -> GrpcStatus.FAILED_PRECONDITION;
            case 404 -> GrpcStatus.NOT_FOUND;
            case 409 -> GrpcStatus.ABORTED;
            case 413 -> GrpcStatus.RESOURCE_EXHAUSTED;
            case 499 -> GrpcStatus.CANCELLED;
            case 502, 503 -> GrpcStatus.UNAVAILABLE;
            case 504 -> GrpcStatus.DEADLINE_EXCEEDED;
            default -> GrpcStatus.INTERNAL;
        };
    }
}
