package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import inference.v2.GRPCInferenceServiceGrpc;
import inference.v2.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.runner.execution.RunQueue;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.runner.standin.UpstreamStandIn;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Consumers who hang up before their answer is there: the run ends, its place is free, and nothing is charged. */
@QuarkusTest
@WithTestResource(StandIns.class)
class LeavingTest extends RunningRunner {
    private static final String CHAT = "/v1/chat/completions";
    private static final String FORWARDED =
            "{\"model\":\"closed\",\"messages\":[{\"role\":\"user\",\"content\":\"" + SECRET + "\"}]}";
    private static final long ROWS = 8;
    private static final long TOKENS = 256;

    @Inject
    RunQueue queue;

    UpstreamStandIn upstream;

    @Test
    void endsTheRunOfAModel() throws Exception {
        String many = "{\"model\":\"all-minilm-l6-v2\",\"input\":["
                + String.join(",", Collections.nCopies(64, "\"" + "flower ".repeat(200) + "\"")) + "]}";

        leave(EMBEDDINGS, many, "PAYMENT-SIGNATURE", consumer.payment(EMBEDDINGS, many));

        assertNothingIsCharged();
    }

    @Test
    void endsACallThatWaitsForAnUpstream() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        upstream.answer = exchange -> awaitOver(over);
        String header = consumer.payment(CHAT, FORWARDED);
        try {
            leave(CHAT, FORWARDED, "PAYMENT-SIGNATURE", header);

            assertNothingIsCharged();
        } finally {
            over.countDown();
        }
    }

    @Test
    void goesOnForAnotherWhoWaitsForTheSameAnswer() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        upstream.answer = exchange -> {
            awaitOver(over);
            UpstreamStandIn.json(
                            200,
                            "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
                                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}")
                    .write(exchange);
        };
        String header = consumer.payment(CHAT, FORWARDED);
        HttpRequest same = consumer.request(CHAT, FORWARDED, "PAYMENT-SIGNATURE", header);
        try {
            CompletableFuture<HttpResponse<byte[]>> stays =
                    consumer.http().sendAsync(same, HttpResponse.BodyHandlers.ofByteArray());
            await("check", 1);
            leave(CHAT, FORWARDED, "PAYMENT-SIGNATURE", header);
            over.countDown();

            assertThat(stays.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        } finally {
            over.countDown();
        }
        assertThat(payment.count("release")).isZero();
        assertThat(sink().received()).hasSize(1);
    }

    @Test
    void endsTheRunOfACallByGrpc() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress(base.getHost(), base.getPort())
                .usePlaintext()
                .build();
        try {
            Metadata headers = new Metadata();
            headers.put(
                    Metadata.Key.of("payment-signature", Metadata.ASCII_STRING_MARSHALLER),
                    consumer.payment("/v2/models/all-minilm-l6-v2/infer", tensors()));
            var call = GRPCInferenceServiceGrpc.newFutureStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .modelInfer(message());
            await("check", 1);
            call.cancel(true);

            assertNothingIsCharged();
        } finally {
            channel.shutdownNow();
        }
    }

    private void assertNothingIsCharged() throws Exception {
        await("release", 1);
        assertThat(payment.calls).contains("release:consumer_left");
        assertThat(sink().received()).isEmpty();
        for (int i = 0; i < 1000 && queue.taken() > 0; i++) {
            Thread.sleep(5);
        }
        assertThat(queue.taken()).as("calls in hand").isZero();
    }

    /** Sends a request and hangs up once its payment is reserved. */
    private void leave(String path, String body, String... headers) throws Exception {
        long before = payment.count("check");
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            if (before == 0) {
                await("check", 1);
            }
        }
    }

    private void await(String function, long count) throws InterruptedException {
        for (int i = 0; i < 2000 && payment.count(function) < count; i++) {
            Thread.sleep(5);
        }
        assertThat(payment.count(function)).as(function).isEqualTo(count);
    }

    private static void awaitOver(CountDownLatch over) {
        try {
            over.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String tensors() {
        return "{\"inputs\":[" + tensor("input_ids") + "," + tensor("attention_mask") + "," + tensor("token_type_ids")
                + "]}";
    }

    private static String tensor(String name) {
        return "{\"name\":\"" + name + "\",\"shape\":[1,2],\"datatype\":\"INT64\",\"data\":[1,1]}";
    }

    private static ModelInferRequest message() {
        ModelInferRequest.Builder message = ModelInferRequest.newBuilder().setModelName("all-minilm-l6-v2");
        for (String name : new String[] {"input_ids", "attention_mask", "token_type_ids"}) {
            ByteBuffer ones =
                    ByteBuffer.allocate((int) (ROWS * TOKENS) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (ones.hasRemaining()) {
                ones.putLong(1);
            }
            message.addInputs(ModelInferRequest.InferInputTensor.newBuilder()
                            .setName(name)
                            .setDatatype("INT64")
                            .addShape(ROWS)
                            .addShape(TOKENS))
                    .addRawInputContents(ByteString.copyFrom(ones.flip()));
        }
        return message.build();
    }
}
