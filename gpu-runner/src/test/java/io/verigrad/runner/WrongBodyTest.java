package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.runner.standin.StandIns;
import java.io.ByteArrayOutputStream;
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
        assertThat(payment.calls).isEmpty();
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

        assertThat(payment.calls).isEmpty();
        assertThat(consumer.post(INFER, FLOWER, "PAYMENT-SIGNATURE", header).statusCode())
                .as("the payment is as good as before")
                .isEqualTo(200);
    }
}
