package io.verigrad.runner.web;

import io.verigrad.runner.api.ErrorFormat;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.api.StackTrace;
import io.verigrad.runner.config.RunnerConfig;
import io.verigrad.runner.paid.PaidRequest;
import io.verigrad.runner.paid.PaidResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Turns HTTP requests into paid requests and their responses back into HTTP. */
@ApplicationScoped
public class PaidEdge {
    private static final Logger LOG = Logger.getLogger(PaidEdge.class);

    private final RunnerConfig config;
    private final Limits limits;

    public PaidEdge(RunnerConfig config, Limits limits) {
        this.config = config;
        this.limits = limits;
    }

    /** A request whose body is final. */
    public PaidRequest request(RoutingContext context, byte[] body) throws InvalidRequestException {
        HttpServerRequest http = context.request();
        if (body.length > limits.bodyBytes()) {
            throw new InvalidRequestException(
                    Problem.of(413, "body_too_large", "expected a body of at most " + limits.bodyBytes() + " bytes"));
        }
        String encoding = header(http, "Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new InvalidRequestException(
                    Problem.of(415, "unsupported_encoding", "expected a body without content encoding"));
        }
        return new PaidRequest(
                http.method().name(),
                path(http),
                url(http),
                body,
                header(http, "X-PAYMENT"),
                header(http, "PAYMENT-SIGNATURE"),
                header(http, "Verigrad-Client-Nonce"),
                header(http, "Verigrad-Min-Assurance"),
                header(http, "SIGN-IN-WITH-X"),
                header(http, "Verigrad-Dry-Run"),
                header(http, "traceparent"),
                ConsumerWatch.consumer(context));
    }

    public Response response(PaidResponse response) {
        Response.ResponseBuilder builder = Response.status(response.status())
                .type(response.content().type())
                .entity(response.body());
        response.headers().forEach(builder::header);
        response.content().headers().forEach(builder::header);
        return builder.build();
    }

    public Response refuse(InvalidRequestException e, ErrorFormat errors) {
        return refuse(e.problem(), errors);
    }

    public Response refuse(Problem problem, ErrorFormat errors) {
        return json(problem.status(), errors.write(problem)).build();
    }

    /** The answer to a call that ended with what nobody expected, and that reads nothing but its body. */
    public Response fail(Throwable failure, ErrorFormat errors) {
        // Who sends the body left, or is refused already.
        return failure instanceof IOException
                ? refuse(Problem.of(400, "body_incomplete", "expected a whole body"), errors)
                : fault(failure, errors);
    }

    /**
     * The answer where the runner itself is at fault. The message of the failure is neither told nor logged: it may
     * repeat what the consumer sent.
     */
    public Response fault(Throwable failure, ErrorFormat errors) {
        if (failure instanceof WebApplicationException http) {
            return http.getResponse();
        }
        LOG.errorf("unexpected %s", StackTrace.withoutMessages(failure));
        return refuse(Problem.of(500, "internal_error", "the runner failed; nothing was charged"), errors);
    }

    /** JSON that is written already. */
    public static Response.ResponseBuilder json(int status, byte[] body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    }

    private String url(HttpServerRequest http) {
        String base =
                config.publicUrl().map(Object::toString).orElseGet(() -> http.scheme() + "://" + http.authority());
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path(http);
    }

    private static String path(HttpServerRequest http) {
        return Objects.requireNonNull(http.path(), "a routed request has a path");
    }

    private static Optional<String> header(HttpServerRequest http, String name) {
        return Optional.ofNullable(http.getHeader(name));
    }
}
