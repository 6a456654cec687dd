package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.runner.standin.StandIns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no text, or that end too soon. Nothing is paid and nothing runs. */
@QuarkusTest
@WithTestResource(StandIns.class)
class WrongBodyTest extends RunningRunner {
    @ParameterizedTest
    @ValueSource(
            strings = {
                EMBEDDINGS,
                INFER,
                "/v1/chat/completions",
                "/v1/completions",
                "/v1/classify",
                "/v1/rerank",
            })
    void refusesInvalidUtf8(String path) throws Exception {
        String header = consumer.payment(INFER, FLOWER);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"model\":\"".getBytes(StandardCharsets.US_ASCII));
        // An overlong slash, and the half of a pair of surrogates.
        body.writeBytes(new byte[] {(byte) 0xc0, (byte) 0xaf, (byte) 0xed, (byte) 0xa0, (byte) 0x80});
        body.writeBytes("\"}".getBytes(StandardCharsets.US_ASCII));

        HttpResponse<byte[]> response = consumer.http()
                .send(
                        HttpRequest.newBuilder(base.resolve(path))
                                .header("Content-Type", "application/json")
                                .header("PAYMENT-SIGNATURE", header)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(payment.begun()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {EMBEDDINGS, INFER, "/v1/chat/completions", "/.well-known/ohttp-gateway", "/mcp"})
    void endsABodyThatTricklesIn(String path) throws Exception {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            begin(socket, path, "Content-Length: 100000");
            String answer = trickle(socket, 1);

            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("body_timeout", "Connection: close");
        }
        assertThat(payment.begun()).isEmpty();
    }

    @Test
    void endsABodyThatNeverStops() throws Exception {
        String header = consumer.payment(INFER, FLOWER);
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            begin(socket, INFER, "PAYMENT-SIGNATURE: " + header, "Transfer-Encoding: chunked");
            // 4 KB/s, where 16 KB/s are expected.
            String answer = trickle(socket, 200);

            assertThat(answer).startsWith("HTTP/1.1 408 ");
        }
        assertThat(payment.begun()).isEmpty();
        assertThat(consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header).statusCode())
                .as("the payment is as good as before")
                .isEqualTo(200);
    }

    @Test
    void givesALargeBodyTimeWhileItComes() throws Exception {
        byte[] padding = " ".repeat(90_000).getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            begin(socket, INFER, "Content-Length: " + (padding.length + FLOWER.length()));
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write(padding, i * 4500, 4500);
                Thread.sleep(100);
            }
            socket.getOutputStream().write(FLOWER.getBytes(StandardCharsets.US_ASCII));

            // Two seconds are longer than the time for a body that does not come, and this one did.
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 402");
        }
    }

    private static void begin(Socket socket, String path, String... headers) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends a little every 50 ms until it is answered; the answer. */
    private static String trickle(Socket socket, int bytes) throws Exception {
        byte[] little = bytes == 1
                ? " ".getBytes(StandardCharsets.US_ASCII)
                : (Integer.toHexString(bytes) + "\r\n" + " ".repeat(bytes) + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 400 && socket.getInputStream().available() == 0; i++) {
            socket.getOutputStream().write(little);
            Thread.sleep(50);
        }
        // Whole, though it was written while the body still came.
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void runsNothingForABodyThatBreaksOff() throws Exception {
        String header = consumer.payment(INFER, FLOWER);
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream()
                    .write(("POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "PAYMENT-SIGNATURE: " + header + "\r\nContent-Length: " + FLOWER.length()
                                    + "\r\n\r\n" + FLOWER.substring(0, FLOWER.length() / 2))
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            // The runner closes what will never be whole, or answers that it is not.
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .doesNotContain("200 OK");
        }

        assertThat(payment.begun()).isEmpty();
        assertThat(consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header).statusCode())
                .as("the payment is as good as before")
                .isEqualTo(200);
    }
}
