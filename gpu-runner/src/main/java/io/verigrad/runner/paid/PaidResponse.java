package io.verigrad.runner.paid;

import java.util.Map;

/** An answer in JSON. Its body is final: the receipt in the headers signs it. */
public record PaidResponse(int status, Map<String, String> headers, byte[] body) {
    public PaidResponse {
        headers = Map.copyOf(headers);
    }
}
