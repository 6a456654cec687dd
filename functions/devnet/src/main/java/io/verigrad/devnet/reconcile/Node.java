package io.verigrad.devnet.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The chain's node itself, past every link: what only a local node can be told. */
public final class Node implements AutoCloseable {
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    public Node(URI url) {
        this.url = url;
    }

    /** Blocks come every so many seconds, and none between. */
    public void blocksEvery(int seconds) throws IOException, InterruptedException {
        ask("evm_setAutomine", false);
        ask("evm_setIntervalMining", seconds);
    }

    public JsonNode ask(String method, Object... parameters) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        Json.write(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(parameters)))))
                .build();
        JsonNode answer = Json.mapper()
                .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body());
        if (answer.has("error")) {
            throw new IOException(method + ": " + answer.get("error"));
        }
        return answer.path("result");
    }

    @Override
    public void close() {
        http.close();
    }
}
