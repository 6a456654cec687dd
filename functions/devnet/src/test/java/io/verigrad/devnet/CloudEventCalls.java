package io.verigrad.devnet;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Events as a Knative broker posts them to a function's root. */
record CloudEventCalls(URI function) {
    static Map<String, String> attributes(String type) {
        return new TreeMap<>(Map.of("specversion", "1.0", "type", type, "source", "/test", "id", "1"));
    }

    HttpResponse<String> binary(Map<String, String> attributes, String data) throws Exception {
        HttpRequest.Builder request = request("application/json", data);
        attributes.forEach((name, value) -> request.header("ce-" + name, value));
        return send(request);
    }

    HttpResponse<String> structured(Map<String, String> attributes, String data) throws Exception {
        StringBuilder event = new StringBuilder("{\"datacontenttype\":\"application/json\"");
        attributes.forEach((name, value) ->
                event.append(",\"").append(name).append("\":\"").append(value).append('"'));
        return send(request(
                "application/cloudevents+json",
                event.append(",\"data\":").append(data).append('}').toString()));
    }

    /** The event of PingSource: it has no data, so it has no content type either. */
    HttpResponse<String> tick() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(function)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.noBody());
        attributes("dev.knative.sources.ping").forEach((name, value) -> request.header("ce-" + name, value));
        return send(request);
    }

    private HttpRequest.Builder request(String mediaType, String body) {
        return HttpRequest.newBuilder(function)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
