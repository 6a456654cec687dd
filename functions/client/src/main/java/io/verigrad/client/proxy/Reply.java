package io.verigrad.client.proxy;

import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the program behind the proxy gets.
 *
 * @param headers besides the content type
 */
record Reply(int status, String contentType, Map<String, String> headers, Bytes body) {
    static final String JSON = "application/json";

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply of(int status, Bytes json) {
        return new Reply(status, JSON, Map.of(), json);
    }

    /** An error in OpenAI's form. Clients of OpenAI ask again by themselves, and a second question is a second payment. */
    static Reply error(int status, String code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", "verigrad_error");
        error.put("code", code);
        return new Reply(status, JSON, Map.of("x-should-retry", "false"), Bytes.of(Json.write(Map.of("error", error))));
    }
}
