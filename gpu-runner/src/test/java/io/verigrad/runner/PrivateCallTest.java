package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.Json;
import io.verigrad.ohttp.BinaryRequest;
import io.verigrad.ohttp.BinaryResponse;
import io.verigrad.ohttp.Field;
import io.verigrad.ohttp.Framing;
import io.verigrad.ohttp.Gateway;
import io.verigrad.ohttp.KeyConfig;
import io.verigrad.ohttp.RequestSealer;
import io.verigrad.ohttp.SealedRequest;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.standin.StandIns;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that only the enclave can read. */
@QuarkusTest
@WithTestResource(StandIns.class)
class PrivateCallTest extends RunningRunner {
    @Inject
    Enclave enclave;

    @ParameterizedTest
    @EnumSource
    void isPaidForAndAnsweredUnderItsSeal(Framing framing) throws Exception {
        String payment = consumer.payment(EMBEDDINGS, hello());
        BinaryRequest request = request("POST", EMBEDDINGS, hello(), new Field("PAYMENT-SIGNATURE", payment));
        SealedRequest sealed = new RequestSealer(key()).seal(request.encode(), framing);
        assertThat(new String(sealed.message(), StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);

        HttpResponse<byte[]> outer = send(sealed);

        assertThat(outer.statusCode()).isEqualTo(200);
        assertThat(outer.headers().firstValue("Content-Type")).contains(framing.responseType());
        assertThat(outer.headers().firstValue("Verigrad-Receipt")).isEmpty();
        assertThat(new String(outer.body(), StandardCharsets.ISO_8859_1)).doesNotContain("embedding");
        BinaryResponse response = BinaryResponse.parse(sealed.response().open(outer.body()));
        assertThat(response.status()).isEqualTo(200);
        JsonNode answer = Json.read(response.content(), JsonNode.class);
        assertThat(answer.at("/data/0/embedding")).hasSize(384);
        SignedReceipt receipt =
                Json.read(Base64.getDecoder().decode(field(response, "verigrad-receipt")), SignedReceipt.class);
        assertThat(receipt.receipt().requestHash())
                .as("the hash is over what was sealed, not over what was sent")
                .isEqualTo(ContentHash.request("POST", EMBEDDINGS, hello().getBytes(StandardCharsets.UTF_8)));
        assertThat(receipt.receipt().responseHash()).isEqualTo(ContentHash.response(response.content()));
    }

    @Test
    void asksForPaymentUnderItsSeal() throws Exception {
        BinaryResponse response = call(request("POST", EMBEDDINGS, hello()));
        assertThat(response.status()).isEqualTo(402);
        assertThat(field(response, "payment-required")).isNotBlank();
        assertThat(response.content()).isNotEmpty();
    }

    @Test
    void hasTheKeyThatEvidenceVouchesFor() throws Exception {
        assertThat(key().publicKey()).isEqualTo(enclave.keys().hpkeKey().bytes().toArray());
    }

    @Test
    void saysInTheClearThatAKeyIsUnknown() throws Exception {
        SecureRandom random = new SecureRandom();
        KeyConfig other = new Gateway(9, new X25519PrivateKeyParameters(random), random).config();
        HttpResponse<byte[]> outer = send(new RequestSealer(other)
                .seal(request("POST", EMBEDDINGS, hello()).encode(), Framing.WHOLE));
        assertThat(outer.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(outer).path("type").asText()).isEqualTo(Gateway.UNKNOWN_KEY);
    }

    @Test
    void refusesWhatItCannotOpen() throws Exception {
        SealedRequest sealed = new RequestSealer(key())
                .seal(request("POST", EMBEDDINGS, hello()).encode(), Framing.WHOLE);
        sealed.message()[60] ^= 1;
        HttpResponse<byte[]> outer = send(sealed);
        assertThat(outer.statusCode()).isEqualTo(400);
        assertThat(Consumer.json(outer).path("type").asText()).isEqualTo("about:blank");
        SealedRequest nonsense = new RequestSealer(key()).seal(new byte[] {9, 9}, Framing.WHOLE);
        assertThat(send(nonsense).statusCode()).isEqualTo(400);
    }

    @Test
    void forwardsToModelsOnly() throws Exception {
        assertThat(call(request("GET", "/q/health", "")).status()).isEqualTo(404);
        assertThat(call(request("GET", Gateway.PATH, "")).status()).isEqualTo(404);
        assertThat(call(request("DELETE", "/v1/models", "")).status()).isEqualTo(404);
        assertThat(call(request("GET", "/v1/models", "")).status()).isEqualTo(200);
    }

    @Test
    void wantsAMessageOfTheProtocol() throws Exception {
        assertThat(consumer.post(Gateway.PATH, "{}").statusCode()).isEqualTo(415);
    }

    private BinaryResponse call(BinaryRequest request) throws Exception {
        SealedRequest sealed = new RequestSealer(key()).seal(request.encode(), Framing.WHOLE);
        return BinaryResponse.parse(sealed.response().open(send(sealed).body()));
    }

    private HttpResponse<byte[]> send(SealedRequest sealed) throws Exception {
        return consumer.http()
                .send(
                        HttpRequest.newBuilder(base.resolve(Gateway.PATH))
                                .header("Content-Type", sealed.framing().requestType())
                                .POST(HttpRequest.BodyPublishers.ofByteArray(sealed.message()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private KeyConfig key() throws Exception {
        HttpResponse<byte[]> list = consumer.get(Gateway.PATH);
        assertThat(list.headers().firstValue("Content-Type")).contains(KeyConfig.MEDIA_TYPE);
        return KeyConfig.parseList(list.body());
    }

    private BinaryRequest request(String method, String path, String body, Field... more) {
        List<Field> fields = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(new Field("Content-Type", "application/json")),
                        java.util.stream.Stream.of(more))
                .toList();
        return new BinaryRequest(
                method, base.getScheme(), base.getAuthority(), path, fields, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String field(BinaryResponse response, String name) {
        return response.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
