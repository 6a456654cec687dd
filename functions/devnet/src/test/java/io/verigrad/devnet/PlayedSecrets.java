package io.verigrad.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** AWS Secrets Manager with the secrets of one network: settings that a function gets by reference. */
final class PlayedSecrets implements AutoCloseable {
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final HttpServer server;

    PlayedSecrets() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The settings with references in place of these values, as Terraform writes them. */
    Map<String, String> inPlaceOf(Map<String, String> settings, String... names) {
        Map<String, String> changed = new TreeMap<>(settings);
        for (String name : names) {
            String arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:" + name.replace('.', '-');
            values.put(arn, changed.remove(name));
            changed.put(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT) + "_SECRET_ARN", arn);
        }
        changed.put(
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/");
        changed.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        changed.put("AWS_SECRET_ACCESS_KEY", "example");
        changed.put("AWS_SESSION_TOKEN", "token");
        return changed;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request;
        try {
            request = Json.read(exchange.getRequestBody().readAllBytes(), JsonNode.class);
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        }
        String value = values.get(request.path("SecretId").asText());
        byte[] answer = Json.write(value == null ? Map.of() : Map.of("SecretString", value));
        exchange.sendResponseHeaders(value == null ? 400 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
