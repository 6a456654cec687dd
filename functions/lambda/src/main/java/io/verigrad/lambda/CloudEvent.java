package io.verigrad.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import java.util.Base64;
import java.util.Map;

/**
 * A CloudEvent in the HTTP form, binary or structured.
 *
 * @param headers names in lower case, {@code ce-type} and the like or only {@code content-type}
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">HTTP
 *     binding</a>
 */
record CloudEvent(Map<String, String> headers, byte[] body) {
    static final String STRUCTURED = "application/cloudevents+json";

    /** The request that a function URL would deliver for it (payload format 2.0). */
    byte[] asHttpEvent() {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "2.0");
        event.put("routeKey", "$default");
        event.put("rawPath", "/");
        event.put("rawQueryString", "");
        ObjectNode header = event.putObject("headers");
        headers.forEach(header::put);
        ObjectNode http = event.putObject("requestContext").putObject("http");
        http.put("method", "POST");
        http.put("path", "/");
        http.put("protocol", "HTTP/1.1");
        http.put("sourceIp", "127.0.0.1");
        http.put("userAgent", "verigrad-lambda");
        event.put("body", Base64.getEncoder().encodeToString(body));
        event.put("isBase64Encoded", true);
        return Json.write(event);
    }
}
