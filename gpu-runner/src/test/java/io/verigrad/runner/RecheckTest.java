package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.receipt.StreamHashChain;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.SettlementStandIn;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of another enclave's receipts, run again. */
@QuarkusTest
@WithTestResource(StandIns.class)
class RecheckTest extends RunningRunner {
    private static final PrivateKey OTHER = PrivateKey.generate(new SecureRandom());
    private static final String BODY = "{\"model\":\"all-minilm-l6-v2\",\"input\":\"" + SECRET + "\"}";

    private byte[] answer;
    private SignedReceipt own;
    SettlementStandIn settlement;

    @BeforeEach
    void someAnswer() throws Exception {
        answerOf(EMBEDDINGS, BODY);
        assertThat(own.receipt().enclaveKey()).isNotEqualTo(OTHER.address());
    }

    @Test
    void confirmsAnAnswerThatIsTheSame() throws Exception {
        SignedReceipt receipt = ofAnother(answer, own.receipt().parametersHash());
        HttpResponse<byte[]> response = recheck(receipt, EMBEDDINGS, BODY, answer);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode verdict = Consumer.json(response);
        assertThat(verdict.path("assurance").asText()).isEqualTo("REEXECUTED");
        assertThat(verdict.path("sameNumericsClass").asBoolean()).isTrue();
        SignedRecheck signed = Json.convert(verdict.path("verdict"), SignedRecheck.class);
        assertThat(signed.recheck().outcome()).isEqualTo(RecheckOutcome.IDENTICAL);
        assertThat(signed.recheck().receiptId()).isEqualTo(receipt.id());
        assertThat(signed.signer(Network.DOMAIN)).contains(own.receipt().enclaveKey());
        assertThat(Consumer.receipt(response).receipt().responseHash())
                .as("a recheck is a paid call with a receipt of its own")
                .isEqualTo(ContentHash.response(response.body()));
    }

    @Test
    void convictsAnAnswerThatIsNotTheModels() throws Exception {
        byte[] forged = changed(0.01);
        assertThat(outcome(forged, own.receipt().parametersHash())).isEqualTo(RecheckOutcome.DIFFERENT);
        assertThat(outcome(forged, Hash32.ZERO)).isEqualTo(RecheckOutcome.DIFFERENT);
    }

    @Test
    void takesAWrongAnswerToSettlementUntilItsCaseIsClosed() throws Exception {
        byte[] forged = changed(0.02);
        SignedReceipt receipt = ofAnother(forged, own.receipt().parametersHash());
        JsonNode verdict =
                Consumer.json(recheck(receipt, EMBEDDINGS, BODY, forged)).path("verdict");

        for (int question = 0; question < 2; question++) {
            JsonNode dispute = disputeOf(receipt);
            assertThat(Json.convert(dispute.path("receipt"), SignedReceipt.class))
                    .isEqualTo(receipt);
            assertThat(dispute.path("recheck")).isEqualTo(verdict);
        }
    }

    /** Other tests convict as well. */
    private JsonNode disputeOf(SignedReceipt receipt) throws Exception {
        while (true) {
            JsonNode dispute = settlement.disputes.poll(30, TimeUnit.SECONDS);
            assertThat(dispute).isNotNull();
            if (Json.convert(dispute.path("receipt"), SignedReceipt.class).equals(receipt)) {
                return dispute;
            }
        }
    }

    @Test
    void toleratesOtherLastBitsOnlyInAnotherNumericsClass() throws Exception {
        byte[] near = changed(0.000001);
        assertThat(outcome(near, own.receipt().parametersHash())).isEqualTo(RecheckOutcome.DIFFERENT);
        assertThat(outcome(near, Hash32.ZERO)).isEqualTo(RecheckOutcome.WITHIN_TOLERANCE);
    }

    @Test
    void repeatsTextsTokenByToken() throws Exception {
        String greedy = "{\"model\":\"tiny-decoder\",\"prompt\":\"" + SECRET + "\",\"temperature\":0}";
        assertThat(repeated("/v1/completions", greedy)).isEqualTo(RecheckOutcome.IDENTICAL);

        String sampled = "{\"model\":\"tiny-decoder\",\"messages\":[{\"role\":\"user\",\"content\":\"" + SECRET
                + "\"}],\"temperature\":2,\"max_tokens\":20";
        assertThat(repeated("/v1/chat/completions", sampled + ",\"seed\":11}")).isEqualTo(RecheckOutcome.IDENTICAL);
        assertThat(repeated("/v1/chat/completions", sampled + "}"))
                .as("the answer tells the seed that the request left open")
                .isEqualTo(RecheckOutcome.IDENTICAL);
    }

    @Test
    void convictsATextThatTheModelDoesNotWrite() throws Exception {
        String path = "/v1/completions";
        String body = "{\"model\":\"tiny-decoder\",\"prompt\":\"a\",\"temperature\":0,\"max_tokens\":3}";
        answerOf(path, body);
        ObjectNode forged = Json.read(answer, ObjectNode.class);
        ((ObjectNode) forged.at("/choices/0")).put("text", "No");
        SignedReceipt receipt = ofAnother(Json.write(forged), own.receipt().parametersHash());
        assertThat(outcome(recheck(receipt, path, body, Json.write(forged)))).isEqualTo(RecheckOutcome.DIFFERENT);

        ((ObjectNode) forged.at("/verigrad/parameters")).put("seed", "1");
        SignedReceipt lied = ofAnother(Json.write(forged), own.receipt().parametersHash());
        assertRefused(400, "parameters_mismatch", lied, json(lied, path, body, Json.write(forged)));
        byte[] noJson = {'t'};
        SignedReceipt cut = ofAnother(noJson, own.receipt().parametersHash());
        assertRefused(400, "unsupported_answer", cut, json(cut, path, body, noJson));
    }

    @Test
    void repeatsStreamsTokenByToken() throws Exception {
        String chat = "{\"model\":\"tiny-decoder\",\"messages\":[{\"role\":\"user\",\"content\":\"" + SECRET
                + "\"}],\"temperature\":2,\"max_tokens\":30,\"stream\":true}";
        String completion = "{\"model\":\"tiny-decoder\",\"prompt\":\"a\",\"temperature\":0,\"stream\":true}";
        for (String[] call : new String[][] {{"/v1/chat/completions", chat}, {"/v1/completions", completion}}) {
            answerOf(call[0], call[1]);
            SignedReceipt receipt =
                    ofAnotherWith(own.receipt().responseHash(), own.receipt().parametersHash());
            assertThat(outcome(recheck(receipt, call[0], call[1], answer))).isEqualTo(RecheckOutcome.IDENTICAL);
        }
    }

    @Test
    void convictsAStreamThatTheModelDoesNotWrite() throws Exception {
        String path = "/v1/completions";
        String body = "{\"model\":\"tiny-decoder\",\"prompt\":\"a\",\"temperature\":0,\"stream\":true}";
        answerOf(path, body);
        SignedReceipt genuine =
                ofAnotherWith(own.receipt().responseHash(), own.receipt().parametersHash());
        String stream = new String(answer, StandardCharsets.UTF_8);
        byte[] forged = stream.replace("\"text\":\"body\"", "\"text\":\"bird\"").getBytes(StandardCharsets.UTF_8);
        assertThat(forged).isNotEqualTo(answer);
        StreamHashChain chain = new StreamHashChain(own.receipt().requestHash());
        String[] events = new String(forged, StandardCharsets.UTF_8).split("\n\n");
        for (String event : Arrays.copyOf(events, events.length - 2)) {
            chain.append(event.substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
        }
        SignedReceipt lied = ofAnotherWith(chain.last(), own.receipt().parametersHash());

        assertThat(outcome(recheck(lied, path, body, forged))).isEqualTo(RecheckOutcome.DIFFERENT);
        assertRefused(400, "response_mismatch", genuine, json(genuine, path, body, forged));
        byte[] cut = Arrays.copyOf(answer, answer.length - "data: [DONE]\n\n".length());
        assertRefused(400, "response_mismatch", genuine, json(genuine, path, body, cut));
        byte[] whole = {'{', '}'};
        SignedReceipt buffered = ofAnother(whole, own.receipt().parametersHash());
        assertRefused(400, "parameters_mismatch", buffered, json(buffered, path, body, whole));
    }

    @Test
    void convictsUnitsThatWereNotUsed() throws Exception {
        String path = "/v1/completions";
        String body = "{\"model\":\"tiny-decoder\",\"prompt\":\"a\",\"temperature\":0,\"stream\":true}";
        answerOf(path, body);
        ObjectNode receipt = (ObjectNode) Json.tree(own.receipt());
        receipt.put("enclaveKey", OTHER.address().toString());
        receipt.put("outputUnits", Long.toString(own.receipt().outputUnits() + 1));
        SignedReceipt more = SignedReceipt.sign(Json.convert(receipt, Receipt.class), own.domain(), own.offer(), OTHER);

        assertThat(outcome(recheck(more, path, body, answer))).isEqualTo(RecheckOutcome.DIFFERENT);
    }

    @Test
    void refusesToCheckItself() throws Exception {
        HttpResponse<byte[]> response =
                consumer.post("/v1/receipts/" + own.id() + "/recheck", json(own, EMBEDDINGS, BODY, answer));
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(Consumer.json(response).path("reason").asText()).isEqualTo("own_receipt");
    }

    @Test
    void refusesBodiesThatTheReceiptDoesNotHash() throws Exception {
        SignedReceipt receipt = ofAnother(answer, own.receipt().parametersHash());
        assertRefused(400, "request_mismatch", receipt, json(receipt, EMBEDDINGS, BODY + " ", answer));
        assertRefused(400, "request_mismatch", receipt, json(receipt, INFER, BODY, answer));
        assertRefused(400, "response_mismatch", receipt, json(receipt, EMBEDDINGS, BODY, new byte[] {'{', '}'}));
        assertRefused(400, "malformed_json", receipt, "{}");
        assertRefused(
                400,
                "invalid_value",
                receipt,
                json(receipt, EMBEDDINGS, BODY, answer).replace("\"response\":\"", "\"response\":\"*"));
    }

    @Test
    void refusesReceiptsThatAreNotWhatTheySay() throws Exception {
        SignedReceipt receipt = ofAnother(answer, own.receipt().parametersHash());
        SignedReceipt unsigned = new SignedReceipt(receipt.domain(), receipt.receipt(), own.signature(), own.offer());
        assertRefused(400, "receipt_not_signed", unsigned, json(unsigned, EMBEDDINGS, BODY, answer));
        HttpResponse<byte[]> other =
                consumer.post("/v1/receipts/" + own.id() + "/recheck", json(receipt, EMBEDDINGS, BODY, answer));
        assertThat(Consumer.json(other).path("reason").asText()).isEqualTo("receipt_mismatch");
        assertThat(consumer.post("/v1/receipts/x/recheck", "{}").statusCode()).isEqualTo(400);
    }

    private void answerOf(String path, String body) throws Exception {
        HttpResponse<byte[]> response = consumer.post(path, body, "PAYMENT-SIGNATURE", consumer.payment(path, body));
        answer = response.body();
        own = Consumer.receipt(response);
    }

    private RecheckOutcome repeated(String path, String body) throws Exception {
        answerOf(path, body);
        return outcome(recheck(ofAnother(answer, own.receipt().parametersHash()), path, body, answer));
    }

    private RecheckOutcome outcome(byte[] response, Hash32 parametersHash) throws Exception {
        return outcome(recheck(ofAnother(response, parametersHash), EMBEDDINGS, BODY, response));
    }

    private static RecheckOutcome outcome(HttpResponse<byte[]> recheck) throws Exception {
        return Json.convert(Consumer.json(recheck).path("verdict"), SignedRecheck.class)
                .recheck()
                .outcome();
    }

    private HttpResponse<byte[]> recheck(SignedReceipt receipt, String path, String request, byte[] response)
            throws Exception {
        String target = "/v1/receipts/" + receipt.id() + "/recheck";
        String body = json(receipt, path, request, response);
        return consumer.post(target, body, "PAYMENT-SIGNATURE", consumer.payment(target, body));
    }

    private void assertRefused(int status, String reason, SignedReceipt receipt, String body) throws Exception {
        HttpResponse<byte[]> response = consumer.post("/v1/receipts/" + receipt.id() + "/recheck", body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Consumer.json(response).path("reason").asText()).isEqualTo(reason);
    }

    private static String json(SignedReceipt receipt, String path, String request, byte[] response) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("receipt", Json.tree(receipt));
        json.put("path", path);
        json.put("request", Base64.getEncoder().encodeToString(request.getBytes(StandardCharsets.UTF_8)));
        json.put("response", Base64.getEncoder().encodeToString(response));
        return new String(Json.write(json), StandardCharsets.UTF_8);
    }

    /** The receipt that another enclave would have given for this answer. */
    private SignedReceipt ofAnother(byte[] response, Hash32 parametersHash) throws Exception {
        return ofAnotherWith(ContentHash.response(response), parametersHash);
    }

    private SignedReceipt ofAnotherWith(Hash32 responseHash, Hash32 parametersHash) throws Exception {
        ObjectNode receipt = (ObjectNode) Json.tree(own.receipt());
        receipt.put("enclaveKey", OTHER.address().toString());
        receipt.put("responseHash", responseHash.toString());
        receipt.put("parametersHash", parametersHash.toString());
        return SignedReceipt.sign(Json.convert(receipt, Receipt.class), own.domain(), own.offer(), OTHER);
    }

    private byte[] changed(double by) throws Exception {
        ObjectNode json = Json.read(answer, ObjectNode.class);
        ArrayNode vector = (ArrayNode) json.at("/data/0/embedding");
        vector.set(7, vector.get(7).doubleValue() + by);
        return Json.write(json);
    }
}
