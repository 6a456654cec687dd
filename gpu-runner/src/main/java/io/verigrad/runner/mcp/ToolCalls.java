package io.verigrad.runner.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.arc.All;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.api.Problem;
import io.verigrad.runner.api.StackTrace;
import io.verigrad.runner.paid.PaidApi;
import io.verigrad.runner.paid.PaidRequest;
import io.verigrad.runner.paid.PaidResponse;
import io.verigrad.runner.paid.Presence;
import io.verigrad.x402.PaymentHeader;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Turns calls of tools into paid requests and their responses back into results. */
@Singleton
final class ToolCalls {
    private static final Logger LOG = Logger.getLogger(ToolCalls.class);

    private final List<PaidApi> apis;
    private final Limits limits;

    ToolCalls(@All List<PaidApi> apis, Limits limits) {
        this.apis = apis;
        this.limits = limits;
    }

    /**
     * Calls a model.
     *
     * @param message the whole JSON-RPC request, as it came
     */
    ToolResponse call(ModelTool tool, String message) {
        try {
            JsonNode parameters = read(message).path("params");
            PaidRequest request = request(tool, parameters.path("arguments"), parameters.path("_meta"));
            for (PaidApi api : apis) {
                Optional<PaidResponse> response = api.serve(request);
                if (response.isPresent()) {
                    return ToolResult.of(response.get());
                }
            }
            throw new IllegalStateException("no API serves " + tool.path());
        } catch (InvalidRequestException e) {
            return ToolResult.refused(e.problem());
        } catch (RuntimeException e) {
            // Neither told nor logged with its message, which may repeat what the consumer sent.
            LOG.errorf("unexpected %s", StackTrace.withoutMessages(e));
            return ToolResult.refused(Problem.of(500, "internal_error", "the runner failed; nothing was charged"));
        }
    }

    private PaidRequest request(ModelTool tool, JsonNode arguments, JsonNode meta) throws InvalidRequestException {
        if (!(arguments instanceof ObjectNode object)) {
            throw InvalidRequestException.of("invalid_type", "arguments", "expected an object");
        }
        if (tool.namesModel()
                && object.has("model")
                && !object.path("model").asText().equals(tool.name())) {
            throw InvalidRequestException.of("invalid_value", "model", "expected none: the tool is the model");
        }
        if (object.path("stream").asBoolean()) {
            throw InvalidRequestException.of("unsupported_parameter", "stream", "the result of a tool is no stream");
        }
        byte[] body = tool.body(object);
        if (body.length > limits.bodyBytes()) {
            throw new InvalidRequestException(Problem.of(
                    413, "body_too_large", "expected arguments of at most " + limits.bodyBytes() + " bytes"));
        }
        return new PaidRequest(
                "POST",
                tool.path(),
                "mcp://tool/" + tool.name(),
                body,
                Optional.empty(),
                Optional.of(meta.path(ToolResult.PAYMENT))
                        .filter(payment -> !payment.isMissingNode() && !payment.isNull())
                        .map(PaymentHeader::encode),
                text(meta, "verigrad/client-nonce"),
                text(meta, "verigrad/min-assurance"),
                Optional.empty(),
                Optional.empty(),
                text(meta, "traceparent"),
                new Presence());
    }

    private static JsonNode read(String message) throws InvalidRequestException {
        try {
            return Json.read(message.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (MalformedJsonException e) {
            throw InvalidRequestException.of(
                    "malformed_json", "arguments", "the request is not JSON that is taken here");
        }
    }

    private static Optional<String> text(JsonNode meta, String name) {
        return Optional.of(meta.path(name)).filter(JsonNode::isValueNode).map(JsonNode::asText);
    }
}
