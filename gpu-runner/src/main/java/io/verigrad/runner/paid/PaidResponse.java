package io.verigrad.runner.paid;

import java.util.HashMap;
import java.util.Map;

/** An answer in JSON. Its body is final: the receipt in the headers signs it. */
public record PaidResponse(int status, Map<String, String> headers, byte[] body) {
    public PaidResponse {
        headers = Map.copyOf(headers);
    }

    PaidResponse with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new PaidResponse(status, more, body);
    }

    long size() {
        return body.length + headers.values().stream().mapToLong(String::length).sum();
    }
}
