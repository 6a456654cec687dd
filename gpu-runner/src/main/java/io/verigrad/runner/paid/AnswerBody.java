package io.verigrad.runner.paid;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * What an answer is sent as.
 *
 * @param type the media type
 * @param headers what the API says of it besides
 */
public record AnswerBody(String type, byte[] bytes, Map<String, String> headers) {
    public AnswerBody {
        headers = Map.copyOf(headers);
    }

    /** An answer in JSON. */
    public static AnswerBody json(byte[] bytes) {
        return new AnswerBody("application/json", bytes, Map.of());
    }

    /** A stream that was made before it is sent. */
    static AnswerBody stream(ByteArrayOutputStream events, byte[] end) {
        events.writeBytes(end);
        return new AnswerBody("text/event-stream", events.toByteArray(), Map.of());
    }
}
