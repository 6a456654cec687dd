package io.verigrad.lambda.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSettingsTest {
    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:ledger-AbCdEf";

    @TempDir
    private Path folder;

    private HttpServer aws;
    private SecretsManager manager;

    @BeforeEach
    void play() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", exchange -> {
            JsonNode request = read(exchange.getRequestBody().readAllBytes());
            boolean good = "secretsmanager.GetSecretValue"
                            .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    && exchange.getRequestHeaders()
                            .getFirst("Authorization")
                            .contains("/eu-west-1/secretsmanager/aws4_request")
                    && request.path("SecretId").asText().equals(ARN);
            byte[] answer = Json.write(Map.of("SecretString", "{\"password\":\"pw\"}"));
            exchange.sendResponseHeaders(good ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        aws.start();
        manager = new SecretsManager(
                new SigV4.Credentials("id", "secret", "token"),
                Optional.of(URI.create("http://127.0.0.1:" + aws.getAddress().getPort() + "/")),
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        aws.stop(0);
    }

    @Test
    void givesSettingsTheValuesOfTheirSecrets() throws Exception {
        Map<String, String> settings = SecretSettings.resolve(
                Map.of(
                        "QUARKUS_DATASOURCE_PASSWORD_SECRET_ARN",
                        ARN + ":password::",
                        "VERIGRAD_VERIFIER_KEY_FILE_SECRET_ARN",
                        ARN,
                        "PATH",
                        "/bin"),
                manager::value,
                folder.resolve("secrets"));

        assertThat(settings).containsOnlyKeys("QUARKUS_DATASOURCE_PASSWORD", "VERIGRAD_VERIFIER_KEY_FILE");
        assertThat(settings).containsEntry("QUARKUS_DATASOURCE_PASSWORD", "pw");
        Path file = Path.of(settings.get("VERIGRAD_VERIFIER_KEY_FILE"));
        assertThat(file).content().isEqualTo("{\"password\":\"pw\"}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void namesTheSettingWhoseSecretIsNotThereAndRepeatsNoValue() {
        assertThatThrownBy(() -> resolve("A_SECRET_ARN", ARN.replace("ledger", "other")))
                .hasMessageStartingWith("A_SECRET_ARN: Secrets Manager answered 400");
        assertThatThrownBy(() -> resolve("B_SECRET_ARN", ARN + ":user::"))
                .hasMessageStartingWith("B_SECRET_ARN: expected JSON with the member user")
                .hasMessageNotContaining("pw");
        assertThatThrownBy(() -> resolve("C_SECRET_ARN", "ledger"))
                .hasMessageStartingWith("C_SECRET_ARN: expected arn:aws:secretsmanager");
    }

    @Test
    void asksNobodyWhereNothingRefersToASecret() {
        assertThat(SecretSettings.resolve(
                        Map.of("PATH", "/bin"),
                        reference -> {
                            throw new IOException("asked");
                        },
                        folder))
                .isEmpty();
        assertThat(new SecretConfigSource().getProperties()).isEmpty();
    }

    private void resolve(String name, String reference) {
        SecretSettings.resolve(Map.of(name, reference), manager::value, folder);
    }

    private static JsonNode read(byte[] json) throws IOException {
        try {
            return Json.read(json, JsonNode.class);
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        }
    }
}
