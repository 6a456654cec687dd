package io.verigrad.runner.paid;

import java.util.HashMap;
import java.util.Map;

/** An answer. Its body is final: the receipt signs it. */
public record PaidResponse(int status, Map<String, String> headers, AnswerBody content) {
    public PaidResponse {
        headers = Map.copyOf(headers);
    }

    /** An answer in JSON. */
    public PaidResponse(int status, Map<String, String> headers, byte[] json) {
        this(status, headers, AnswerBody.json(json));
    }

    static PaidResponse of(Map<String, String> headers, AnswerBody content) {
        return new PaidResponse(200, headers, content);
    }

    public byte[] body() {
        return content.bytes();
    }

    PaidResponse with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new PaidResponse(status, more, content);
    }

    long size() {
        return body().length
                + headers.values().stream().mapToLong(String::length).sum();
    }
}
