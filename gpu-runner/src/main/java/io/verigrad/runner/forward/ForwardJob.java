package io.verigrad.runner.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.Finish;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.forward.UpstreamException.Kind;
import io.verigrad.runner.paid.Answer;
import io.verigrad.runner.paid.AnswerEvents;
import io.verigrad.runner.paid.Job;
import io.verigrad.value.Hash32;
import java.util.List;

/**
 * Sends one request to an upstream and passes its answer on: a whole one byte by byte, a stream event by event. Units are
 * what the upstream counted.
 */
record ForwardJob(ClosedModel model, ForwardRequest request, UpstreamIdentity expected) implements Job {
    @Override
    public Hash32 parametersHash() {
        return request.parametersHash();
    }

    @Override
    public boolean streams() {
        return request.stream();
    }

    @Override
    public Answer run(AnswerEvents events) throws RunException {
        try {
            byte[] body = model.ask(request, expected).requireOk();
            return request.stream() ? stream(UpstreamEvents.read(body), events) : whole(body);
        } catch (UpstreamException e) {
            throw new RunException(e.problem());
        }
    }

    private Answer whole(byte[] body) throws UpstreamException {
        ObjectNode json;
        try {
            json = Json.read(body, ObjectNode.class);
        } catch (MalformedJsonException e) {
            throw new UpstreamException(Kind.INVALID_ANSWER, "answers what is not a JSON object", e);
        }
        if (request.function() == Function.EMBEDDING) {
            return new Answer(body, units(json, "prompt_tokens"), 0, Finish.COMPLETE);
        }
        return new Answer(
                body,
                units(json, "prompt_tokens"),
                units(json, "completion_tokens"),
                finish(json.at("/choices/0/finish_reason")));
    }

    private static Answer stream(List<ObjectNode> chunks, AnswerEvents events) throws UpstreamException {
        ObjectNode last = chunks.getLast();
        long input = units(last, "prompt_tokens");
        long output = units(last, "completion_tokens");
        JsonNode reason = Json.mapper().nullNode();
        for (ObjectNode chunk : chunks.subList(0, chunks.size() - 1)) {
            JsonNode given = chunk.at("/choices/0/finish_reason");
            reason = given.isTextual() ? given : reason;
            // Only the end of an upstream's stream says what was counted.
            events.add(chunk, 0, 0);
        }
        return new Answer(Json.write(last), input, output, finish(reason));
    }

    private static long units(JsonNode json, String name) throws UpstreamException {
        JsonNode units = json.path("usage").path(name);
        if (!units.canConvertToLong() || units.longValue() < 0) {
            throw new UpstreamException(Kind.INVALID_ANSWER, "answers without usage." + name);
        }
        return units.longValue();
    }

    private static Finish finish(JsonNode reason) throws UpstreamException {
        return switch (reason.asText()) {
            case "stop" -> Finish.COMPLETE;
            case "length" -> Finish.LENGTH;
            case "content_filter" -> Finish.REFUSED;
            case "tool_calls", "function_call" -> Finish.TOOL_CALL;
            default -> throw new UpstreamException(Kind.INVALID_ANSWER, "answers without a finish_reason");
        };
    }
}
