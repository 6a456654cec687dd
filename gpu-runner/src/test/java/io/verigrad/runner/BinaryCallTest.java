package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.Json;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Receipt;
import io.verigrad.runner.standin.StandIns;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A paid call whose tensors are raw bytes, both ways. */
@QuarkusTest
@WithTestResource(StandIns.class)
class BinaryCallTest extends RunningRunner {
    private static final String HEADER = "Inference-Header-Content-Length";

    @Test
    void takesAndGivesBinaryTensors() throws Exception {
        byte[] json = ("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\","
                        + "\"parameters\":{\"binary_data_size\":16}}],\"outputs\":[{\"name\":\"label\"},"
                        + "{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":true}}]}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(json.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        body.put(json).putFloat(6.3f).putFloat(3.3f).putFloat(6.0f).putFloat(2.5f);

        HttpResponse<byte[]> response = consumer.http()
                .send(
                        HttpRequest.newBuilder(base.resolve(INFER))
                                .header("Content-Type", "application/octet-stream")
                                .header(HEADER, Integer.toString(json.length))
                                .header("PAYMENT-SIGNATURE", consumer.payment(INFER, FLOWER))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body.array()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/octet-stream");
        int size = Integer.parseInt(response.headers().firstValue(HEADER).orElseThrow());
        JsonNode answer = Json.read(Arrays.copyOf(response.body(), size), JsonNode.class);
        assertThat(answer.at("/outputs/0/data")).hasSize(1);
        assertThat(answer.at("/outputs/1/parameters/binary_data_size").asInt()).isEqualTo(12);
        ByteBuffer values = ByteBuffer.wrap(response.body(), size, 12).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(values.getFloat() + values.getFloat() + values.getFloat()).isBetween(0.999f, 1.001f);
        assertThat(response.body()).hasSize(size + 12);
        Receipt receipt = Consumer.receipt(response).receipt();
        assertThat(receipt.requestHash()).isEqualTo(ContentHash.request("POST", INFER, body.array()));
        assertThat(receipt.responseHash()).isEqualTo(ContentHash.response(response.body()));
    }

    @Test
    void refusesAWrongSizeOfTheJsonBeforeItIsPaid() throws Exception {
        HttpResponse<byte[]> response = consumer.post(INFER, FLOWER, HEADER, "100000");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("expected the size of the JSON");
        assertThat(payment.begun()).isEmpty();
    }
}
