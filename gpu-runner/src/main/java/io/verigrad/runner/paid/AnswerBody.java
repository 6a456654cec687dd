package io.verigrad.runner.paid;

import java.io.ByteArrayOutputStream;

/**
 * What an answer is sent as.
 *
 * @param type the media type
 */
public record AnswerBody(String type, byte[] bytes) {
    static AnswerBody json(byte[] bytes) {
        return new AnswerBody("application/json", bytes);
    }

    /** A stream that was made before it is sent. */
    static AnswerBody stream(ByteArrayOutputStream events, byte[] end) {
        events.writeBytes(end);
        return new AnswerBody("text/event-stream", events.toByteArray());
    }
}
