package io.verigrad.runner.forward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.forward.UpstreamException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Server-sent events as OpenAI's API writes them (HTML Standard, section 9.2): one line of JSON each, then [DONE]. */
final class UpstreamEvents {
    private UpstreamEvents() {}

    /**
     * The chunks of a whole stream, of which the last tells the usage.
     *
     * @throws UpstreamException if the stream is cut, tells an error, or is none
     */
    static List<ObjectNode> read(byte[] body) throws UpstreamException {
        List<ObjectNode> chunks = new ArrayList<>();
        boolean done = false;
        for (String line : new String(body, StandardCharsets.UTF_8).split("\r?\n")) {
            if (!line.startsWith("data:")) {
                continue;
            }
            String data = line.substring("data:".length()).strip();
            if (data.equals("[DONE]")) {
                done = true;
                break;
            }
            chunks.add(chunk(data));
        }
        if (!done || chunks.size() < 2) {
            throw new UpstreamException(Kind.INVALID_ANSWER, "broke off its stream");
        }
        return chunks;
    }

    private static ObjectNode chunk(String data) throws UpstreamException {
        try {
            ObjectNode chunk = Json.read(data.getBytes(StandardCharsets.UTF_8), ObjectNode.class);
            if (chunk.has("error")) {
                throw new UpstreamException(Kind.FAILED, "failed in the middle of its stream");
            }
            // A member of this name would pass for the enclave's.
            chunk.remove("verigrad");
            return chunk;
        } catch (MalformedJsonException e) {
            throw new UpstreamException(Kind.INVALID_ANSWER, "streams what is not JSON", e);
        }
    }
}
