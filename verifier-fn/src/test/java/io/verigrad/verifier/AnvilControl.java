package io.verigrad.verifier;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** What only a development node can do. */
final class AnvilControl {
    private AnvilControl() {}

    /** Mines blocks with one timestamp step of zero, so that the chain's clock does not run ahead. */
    static void mine(URI rpcUrl, int blocks) throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"anvil_mine\",\"params\":[\"0x"
                + Integer.toHexString(blocks) + "\",\"0x0\"]}";
        try (HttpClient http = HttpClient.newHttpClient()) {
            String answer = http.send(
                            HttpRequest.newBuilder(rpcUrl)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            if (answer.contains("\"error\"")) {
                throw new AssertionError(answer);
            }
        }
    }
}
