package io.verigrad.runner.oip;

import io.verigrad.runner.paid.AnswerBody;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A response as it is sent.
 *
 * @param jsonSize where values follow the JSON, its size
 */
record InferResponse(byte[] body, OptionalInt jsonSize) {
    AnswerBody content() {
        return jsonSize.isEmpty()
                ? AnswerBody.json(body)
                : new AnswerBody(
                        "application/octet-stream",
                        body,
                        Map.of(BinaryBody.HEADER, Integer.toString(jsonSize.getAsInt())));
    }
}
