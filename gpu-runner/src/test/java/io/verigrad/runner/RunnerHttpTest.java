package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.document.SignedDocument;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the runner says besides paid calls. */
@QuarkusTest
@WithTestResource(StandIns.class)
class RunnerHttpTest extends RunningRunner {
    @Test
    void knowsItsModels() throws Exception {
        assertThat(consumer.post("/v2/models/tulips/infer", FLOWER).statusCode())
                .isEqualTo(404);
        assertThat(consumer.get("/v2/models/tulips").statusCode()).isEqualTo(404);
        HttpResponse<byte[]> unknown = consumer.post(EMBEDDINGS, hello().replace("minilm", "maxilm"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Consumer.json(unknown).at("/error/code").asText()).isEqualTo("model_not_found");
        HttpResponse<byte[]> wrongTask = consumer.post(EMBEDDINGS, hello().replace("all-minilm-l6-v2", "iris"));
        assertThat(wrongTask.statusCode()).isEqualTo(400);

        JsonNode list = Consumer.json(consumer.get("/v1/models"));
        assertThat(list.path("data")).hasSize(8);
        assertThat(list.at("/data/1/id").asText()).isEqualTo("iris");
        assertThat(list.at("/data/1/verigrad/price").asText()).isEqualTo("500");
        JsonNode metadata = Consumer.json(consumer.get("/v2/models/iris"));
        assertThat(metadata.path("platform").asText()).isEqualTo("onnx_onnxv1");
        assertThat(metadata.at("/inputs/0").toString())
                .isEqualTo("{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[-1,4]}");
        assertThat(Consumer.json(consumer.get("/v2/models/iris/ready"))
                        .path("ready")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void findsModels() throws Exception {
        String digest = Consumer.json(consumer.get("/v1/models/iris"))
                .at("/verigrad/modelDigest")
                .asText();

        assertThat(found("name=IRI")).containsExactly("iris");
        assertThat(found("task=reranking")).containsExactly("tiny-reranker");
        assertThat(found("task=tensors&name=mini")).isEmpty();
        assertThat(found("digest=" + digest)).containsExactly("iris");
        assertThat(found("digest=0x" + "12".repeat(32))).isEmpty();
        assertThat(found("task=forwarded")).isNotEmpty().doesNotContain("iris");
        assertThat(consumer.get("/v1/models?task=poems").statusCode()).isEqualTo(400);
        assertThat(Consumer.json(consumer.get("/v1/models?digest=12"))
                        .at("/error/param")
                        .asText())
                .isEqualTo("digest");
    }

    private List<String> found(String query) throws Exception {
        return Consumer.json(consumer.get("/v1/models?" + query)).path("data").findValuesAsText("id");
    }

    @Test
    void knowsTheirVersions() throws Exception {
        String first = "/v2/models/iris/versions/1";
        String second = "/v2/models/iris/versions/2";

        assertThat(consumer.get(first).body())
                .isEqualTo(consumer.get("/v2/models/iris").body());
        assertThat(consumer.get(first + "/ready").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> paid = consumer.post(
                first + "/infer", FLOWER, "PAYMENT-SIGNATURE", consumer.payment(first + "/infer", FLOWER));
        assertThat(paid.statusCode()).isEqualTo(200);
        assertThat(Consumer.json(paid).path("model_version").asText()).isEqualTo("1");
        assertThat(consumer.get(second).statusCode()).isEqualTo(404);
        assertThat(consumer.get(second + "/ready").statusCode()).isEqualTo(404);
        assertThat(consumer.post(second + "/infer", FLOWER).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesBodiesThatAreTooLong() throws Exception {
        HttpResponse<byte[]> soft = consumer.post(INFER, " ".repeat(100_001));
        assertThat(soft.statusCode()).isEqualTo(413);
        assertThat(Consumer.json(soft).path("error").asText()).contains("at most 100000 bytes");

        assertThat(firstLineOfAnAnnouncedBody(17 << 20)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    }

    @Test
    void refusesEncodedBodies() throws Exception {
        assertThat(consumer.post(INFER, FLOWER, "Content-Encoding", "gzip").statusCode())
                .isEqualTo(415);
    }

    @Test
    void letsBrowsersReadItsHeaders() throws Exception {
        HttpResponse<byte[]> response = consumer.post(INFER, FLOWER, "Origin", "https://example.org");

        assertThat(response.headers().firstValue("access-control-allow-origin")).isPresent();
        assertThat(response.headers().allValues("access-control-expose-headers").toString())
                .contains("PAYMENT-REQUIRED", "PAYMENT-RESPONSE", "Verigrad-Receipt");
        HttpResponse<byte[]> preflight = consumer.http()
                .send(
                        HttpRequest.newBuilder(base.resolve(INFER))
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                                .header("Origin", "https://example.org")
                                .header("Access-Control-Request-Method", "POST")
                                .header("Access-Control-Request-Headers", "payment-signature,content-type")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("access-control-allow-headers"))
                .hasValueSatisfying(allowed -> assertThat(allowed).contains("payment-signature"));
    }

    @Test
    void makesFreshEvidenceForANonceOfTheCaller() throws Exception {
        Hash32 nonce = Hash32.parse("0x" + "5a".repeat(32));
        JsonNode registered = Consumer.json(consumer.get("/v1/attestation"));

        JsonNode fresh = Consumer.json(consumer.get("/v1/attestation?nonce=" + nonce));

        Evidence evidence = Evidence.parseBase64(fresh.path("evidence").asText());
        Evidence known = Evidence.parseBase64(registered.path("evidence").asText());
        assertThat(evidence.binding()).isEqualTo(known.binding());
        assertThat(evidence.document()).isNotEqualTo(known.document());
        assertThat(SignedDocument.parse(evidence.document()).document().nonce()).isEqualTo(nonce.bytes());
        assertThat(SignedDocument.parse(evidence.document()).document().userData())
                .isEqualTo(evidence.binding().hash(nonce).bytes());
        assertThat(consumer.get("/v1/attestation?nonce=0x12").statusCode()).isEqualTo(400);
    }

    @Test
    void showsItsEvidenceAndIsHealthy() throws Exception {
        JsonNode attestation = Consumer.json(consumer.get("/v1/attestation"));

        assertThat(attestation.path("evidence").asText()).isNotEmpty();
        assertThat(attestation.at("/registration/enclaveKey").asText())
                .isEqualTo(attestation.path("enclaveKey").asText());
        assertThat(attestation.at("/registration/operator").asText()).isEqualTo(Network.OPERATOR.toString());
        assertThat(consumer.get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(consumer.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(Consumer.json(consumer.get("/v2/health/live")).path("live").asBoolean())
                .isTrue();
        assertThat(Consumer.json(consumer.get("/v2")).path("name").asText()).isEqualTo("verigrad-gpu-runner");
    }

    /** Announces a body and sends none: the runner must not wait for what it will not read. */
    private String firstLineOfAnAnnouncedBody(int length) throws Exception {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST " + EMBEDDINGS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
