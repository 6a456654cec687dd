package io.verigrad.runner.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.runner.api.ErrorFormat;
import io.verigrad.runner.api.Problem;

/** Errors as OpenAI's clients expect them: {@code {"error": {message, type, param, code}}}. */
final class OpenAiErrors implements ErrorFormat {
    @Override
    public byte[] write(Problem problem) {
        ObjectNode error = Json.mapper().createObjectNode();
        error.put("message", problem.message());
        error.put("type", problem.status() < 500 ? "invalid_request_error" : "server_error");
        problem.parameter().ifPresentOrElse(name -> error.put("param", name), () -> error.putNull("param"));
        error.put("code", problem.code());
        return Json.write(Json.mapper().createObjectNode().set("error", error));
    }
}
