package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.runner.standin.StandIns;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over HTTP/2, which Java's own client asks for first. */
@QuarkusTest
@WithTestResource(StandIns.class)
class Http2Test extends RunningRunner {
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void upgrade() throws Exception {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(base.resolve("/v1/models")).build(), HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @AfterEach
    void leave() {
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "unpaid"})
    void answersAsOverHttp1(String payment) throws Exception {
        boolean paid = payment.equals("exact");
        HttpRequest request = paid
                ? consumer.request(INFER, FLOWER, "PAYMENT-SIGNATURE", consumer.payment(INFER, FLOWER))
                : consumer.request(INFER, FLOWER);

        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(paid ? 200 : 402);
    }

    @ParameterizedTest
    @ValueSource(strings = {EMBEDDINGS, INFER, "/v1/chat/completions", "/.well-known/ohttp-gateway", "/mcp"})
    void endsABodyThatTricklesIn(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(Trickle::new))
                .build();

        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(408);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("body_timeout");
        assertThat(payment.begun()).isEmpty();
    }

    /** A byte every 50 ms for half a minute. */
    private static final class Trickle extends InputStream {
        private int left = 600;

        @Override
        public int read() throws IOException {
            if (left-- == 0) {
                return -1;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            return ' ';
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int next = read();
            if (next < 0) {
                return -1;
            }
            into[from] = (byte) next;
            return 1;
        }
    }
}
