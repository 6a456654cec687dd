package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.publication.ModelPublication;
import io.verigrad.publication.ModelRetirement;
import io.verigrad.publication.SignedModelPublication;
import io.verigrad.publication.SignedModelRetirement;
import io.verigrad.runner.graph.MaliciousModels;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.Publisher;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models that come while the runner runs. */
@QuarkusTest
@WithTestResource(StandIns.class)
class PublicationCallTest extends RunningRunner {
    private final java.util.Set<ObjectNode> served = new java.util.HashSet<>();
    private Publisher publisher;
    private byte[] iris;

    @BeforeEach
    void meet() throws Exception {
        publisher = new Publisher(base);
        iris = Files.readAllBytes(SampleStore.written().resolve("iris/model.onnx"));
    }

    /** The runner is shared with tests that count its models. */
    @AfterEach
    void retireAll() throws Exception {
        for (ObjectNode manifest : served) {
            retire(manifest, "the test is over");
        }
    }

    @Test
    void servesWhatWasPublishedWithoutARestart() throws Exception {
        upload("model.onnx", iris);
        ObjectNode first = manifest("lily", "1", iris);
        HttpResponse<byte[]> published = publish(first, 700);
        assertThat(published.statusCode()).as(text(published)).isEqualTo(201);
        assertThat(Consumer.json(published).path("modelDigest").asText())
                .isEqualTo(CanonicalJson.digest(first).toString());

        assertThat(infer("lily").statusCode()).isEqualTo(200);
        assertThat(Consumer.json(consumer.get("/v1/models?name=lily"))
                        .at("/data/0/verigrad/price")
                        .asText())
                .isEqualTo("700");
        assertThat(publish(first, 700).statusCode()).as("who asks twice").isEqualTo(201);

        ObjectNode second = manifest("lily", "2", iris);
        assertThat(publish(second, 800).statusCode()).isEqualTo(201);
        assertThat(receipt(infer("lily"))).isEqualTo(CanonicalJson.digest(second));
        assertThat(receipt(infer("lily@1"))).isEqualTo(CanonicalJson.digest(first));
        assertThat(receipt(infer("lily@" + CanonicalJson.digest(first)))).isEqualTo(CanonicalJson.digest(first));
        assertThat(receipt(infer(CanonicalJson.digest(first).toString()))).isEqualTo(CanonicalJson.digest(first));
        assertThat(Consumer.json(consumer.get("/v1/models/lily/versions"))
                        .path("data")
                        .findValuesAsText("version"))
                .containsExactly("2", "1");
        assertThat(Consumer.json(consumer.get("/v2/models/lily")).path("versions"))
                .hasSize(2);
    }

    @Test
    void saysWhyAModelIsGone() throws Exception {
        upload("model.onnx", iris);
        ObjectNode first = manifest("rose", "1", iris);
        ObjectNode second = manifest("rose", "2", iris);
        publish(first, 700);
        publish(second, 700);
        assertThat(retire(second, "wrong labels").statusCode()).isEqualTo(200);

        assertThat(receipt(infer("rose"))).isEqualTo(CanonicalJson.digest(first));
        HttpResponse<byte[]> gone = consumer.post("/v2/models/rose@2/infer", FLOWER);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(text(gone)).contains("wrong labels");
        assertThat(consumer.get("/v1/models/rose@2").statusCode()).isEqualTo(410);
        HttpResponse<byte[]> embeddings =
                consumer.post(EMBEDDINGS, "{\"model\":\"rose@2\",\"input\":\"hello " + SECRET + "\"}");
        assertThat(embeddings.statusCode()).isEqualTo(410);
        refused(410, "model_retired", publish(second, 700));
        retire(first, "all of it");
        assertThat(consumer.post("/v2/models/rose/infer", FLOWER).statusCode()).isEqualTo(410);
        assertThat(Consumer.json(consumer.get("/v1/models?name=rose")).path("data"))
                .isEmpty();
        assertThat(Consumer.json(consumer.get("/v1/models/rose/versions"))
                        .at("/data/0/retired")
                        .asText())
                .isEqualTo("wrong labels");
    }

    @Test
    void takesOnlyWhatItsPublisherSigned() throws Exception {
        upload("model.onnx", iris);
        ObjectNode manifest = manifest("tulip", "1", iris);
        refused(403, "publisher_not_allowed", publish(PrivateKey.generate(new Random(9)), manifest, 700));
        SignedModelPublication signed = sign(Publisher.KEY, manifest, 700);
        ObjectNode other = manifest.deepCopy().put("card", "another");
        refused(422, "manifest_mismatch", post("/v1/models", Map.of("signed", signed, "manifest", other)));
        SignedModelPublication cheaper =
                new SignedModelPublication(sign(Publisher.KEY, manifest, 1).publication(), signed.signature());
        refused(401, "invalid_signature", post("/v1/models", Map.of("signed", cheaper, "manifest", manifest)));
        refused(
                400,
                "invalid_body",
                publisher.send(publisher.request("/v1/models").POST(BodyPublishers.ofString("{\"signed\":1}"))));
        refused(409, "name_taken", publish(manifest("iris", "9", iris), 700));
        refused(409, "name_taken", publish(manifest("closed", "1", iris), 700));
        refused(400, "invalid_manifest", publish(manifest.deepCopy().put("task", "poems"), 700));
        assertThat(consumer.get("/v1/models/tulip").statusCode()).isEqualTo(404);
    }

    @Test
    void neverChangesAVersion() throws Exception {
        upload("model.onnx", iris);
        publish(manifest("daisy", "1", iris), 700);

        refused(409, "version_exists", publish(manifest("daisy", "1", iris).put("card", "another"), 700));
        ModelRetirement foreign = new ModelRetirement(
                CanonicalJson.digest(manifest("daisy", "1", iris)),
                "mine now",
                Publisher.KEY.address(),
                Instant.now().getEpochSecond());
        refused(
                401,
                "invalid_signature",
                post(
                        "/v1/models/daisy/retire",
                        SignedModelRetirement.sign(foreign, Network.DOMAIN, PrivateKey.generate(new Random(9)))));
        assertThat(infer("daisy").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesModelsThatAreNotComplete() throws Exception {
        byte[] missing = iris.clone();
        missing[missing.length - 1] ^= 1;

        HttpResponse<byte[]> refusal = publish(manifest("orchid", "1", missing), 700);

        refused(422, "files_missing", refusal);
        assertThat(text(refusal)).contains("model.onnx");
    }

    @Test
    void refusesMaliciousModels() throws Exception {
        for (Map.Entry<String, byte[]> malicious : MaliciousModels.byReason().entrySet()) {
            upload("model.onnx", malicious.getValue());

            HttpResponse<byte[]> refusal = publish(manifest("trojan", "1", malicious.getValue()), 700);

            refused(422, "model_refused", refusal);
            assertThat(text(refusal)).contains(malicious.getKey());
            assertThat(consumer.get("/v1/models/trojan").statusCode()).isEqualTo(404);
        }
    }

    private HttpResponse<byte[]> infer(String reference) throws Exception {
        String path = "/v2/models/" + reference + "/infer";
        return consumer.post(path, FLOWER, "PAYMENT-SIGNATURE", consumer.payment(path, FLOWER));
    }

    private static Hash32 receipt(HttpResponse<byte[]> answer) throws Exception {
        return Consumer.receipt(answer).receipt().modelDigest();
    }

    private void upload(String name, byte[] content) throws Exception {
        HttpResponse<byte[]> created = publisher.create(Publisher.KEY, name, content);
        assertThat(created.statusCode()).as(text(created)).isEqualTo(201);
        long here = created.headers().firstValueAsLong("Upload-Offset").orElseThrow();
        if (here < content.length) {
            String upload = created.headers().firstValue("Location").orElseThrow();
            assertThat(publisher
                            .append(upload, here, BodyPublishers.ofByteArray(content))
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    private ObjectNode manifest(String name, String version, byte[] onnx) throws Exception {
        ObjectNode manifest =
                Json.read(Files.readAllBytes(SampleStore.written().resolve("iris/manifest.json")), ObjectNode.class);
        manifest.put("name", name).put("version", version);
        manifest.withObject("/files/model.onnx")
                .put("sha256", Sha256.hash(onnx).toString())
                .put("size", onnx.length);
        return manifest;
    }

    private HttpResponse<byte[]> publish(ObjectNode manifest, long price) throws Exception {
        HttpResponse<byte[]> answer = publish(Publisher.KEY, manifest, price);
        if (answer.statusCode() == 201) {
            served.add(manifest);
        }
        return answer;
    }

    private HttpResponse<byte[]> publish(PrivateKey key, ObjectNode manifest, long price) throws Exception {
        return post("/v1/models", Map.of("signed", sign(key, manifest, price), "manifest", manifest));
    }

    private static SignedModelPublication sign(PrivateKey key, ObjectNode manifest, long price) {
        ModelPublication publication = new ModelPublication(
                CanonicalJson.digest(manifest),
                manifest.path("name").asText(),
                manifest.path("version").asText(),
                TokenAmount.of(price),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                key.address(),
                Instant.now().getEpochSecond());
        return SignedModelPublication.sign(publication, Network.DOMAIN, key);
    }

    private HttpResponse<byte[]> retire(ObjectNode manifest, String reason) throws Exception {
        ModelRetirement retirement = new ModelRetirement(
                CanonicalJson.digest(manifest),
                reason,
                Publisher.KEY.address(),
                Instant.now().getEpochSecond());
        return post(
                "/v1/models/" + manifest.path("name").asText() + "/retire",
                SignedModelRetirement.sign(retirement, Network.DOMAIN, Publisher.KEY));
    }

    private HttpResponse<byte[]> post(String path, Object body) throws Exception {
        return publisher.send(publisher
                .request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.write(body))));
    }

    private static void refused(int status, String reason, HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(Consumer.json(response).path("reason").asText()).isEqualTo(reason);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
