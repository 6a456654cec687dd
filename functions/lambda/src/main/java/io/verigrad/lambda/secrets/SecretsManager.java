package io.verigrad.lambda.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * AWS Secrets Manager, as far as a function needs it: GetSecretValue.
 *
 * @param endpoint another address than that of the region; for tests and private endpoints
 */
record SecretsManager(SigV4.Credentials credentials, Optional<URI> endpoint, Clock clock) {
    private static final int TIMEOUT_MILLIS = 5_000;
    /** A secret has at most 64 KiB. */
    private static final int MAX_ANSWER = 256 << 10;

    /**
     * The value, or that member of it.
     *
     * @throws IOException if there is none; the message names the secret and never repeats a value
     */
    String value(SecretReference reference) throws IOException {
        String text = get(reference);
        if (reference.member().isEmpty()) {
            return text;
        }
        String member = reference.member().get();
        try {
            JsonNode value = Json.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonNode.class)
                    .path(member);
            if (value.isTextual()) {
                return value.textValue();
            }
        } catch (MalformedJsonException e) {
            // What it says instead must not get into a log.
        }
        throw new IOException("expected JSON with the member " + member + " in secret " + reference.arn());
    }

    private String get(SecretReference reference) throws IOException {
        URI url = endpoint.orElseGet(
                () -> URI.create("https://secretsmanager." + reference.region() + ".amazonaws.com/"));
        byte[] body = Json.write(Map.of("SecretId", reference.arn()));
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        Map<String, String> headers = Map.of(
                "host", url.getRawAuthority(),
                "content-type", "application/x-amz-json-1.1",
                "x-amz-target", "secretsmanager.GetSecretValue");
        new SigV4(credentials, reference.region(), "secretsmanager")
                .signed("POST", "", headers, body, clock.instant())
                .forEach((name, value) -> {
                    // The connection writes its own, the same.
                    if (!name.equals("host")) {
                        connection.setRequestProperty(name, value);
                    }
                });
        try {
            connection.getOutputStream().write(body);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("Secrets Manager answered " + status + " for " + reference.arn());
            }
            try (InputStream answer = connection.getInputStream()) {
                JsonNode secret =
                        Json.read(answer.readNBytes(MAX_ANSWER), JsonNode.class).path("SecretString");
                if (!secret.isTextual()) {
                    throw new IOException("expected a text in secret " + reference.arn());
                }
                return secret.textValue();
            }
        } catch (MalformedJsonException e) {
            throw new IOException("Secrets Manager answered no JSON for " + reference.arn());
        } finally {
            connection.disconnect();
        }
    }
}
