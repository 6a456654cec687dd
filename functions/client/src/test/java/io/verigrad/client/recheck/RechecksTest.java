package io.verigrad.client.recheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.CallOutcome;
import io.verigrad.client.ClientPolicy;
import io.verigrad.client.FakeRunner;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.VerigradClient;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Recheck;
import io.verigrad.receipt.RecheckOutcome;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RechecksTest {
    private static final Bytes REQUEST = Bytes.of("{}".getBytes(StandardCharsets.UTF_8));
    private static final Bytes RESPONSE = Bytes.of("[]".getBytes(StandardCharsets.UTF_8));

    private FakeRunner runner;
    private BoundedHttp http;
    private Rechecks rechecks;
    private SignedReceipt receipt;

    @BeforeEach
    void starts() throws Exception {
        runner = new FakeRunner();
        http = BoundedHttp.create(Duration.ofSeconds(10), 1 << 20);
        rechecks = new Rechecks(new VerigradClient(
                TestEnclave.NETWORK,
                ClientPolicy.of(Set.of(TestEnclave.USDC), TokenAmount.of(1_000)),
                http,
                TestEnclave.PAYER,
                new SecureRandom(),
                TestEnclave.CLOCK));
        receipt = receiptOf(TestEnclave.STRANGER);
    }

    @AfterEach
    void stops() {
        http.close();
        runner.close();
    }

    @Test
    void takesAVerdictOfTheEnclaveThatAnswered() {
        answers(verdict(receipt.id(), TestEnclave.ENCLAVE));
        assertThat(ask(receipt)).isInstanceOfSatisfying(RecheckResult.Judged.class, judged -> {
            assertThat(judged.verdict().recheck().assurance()).isEqualTo(Assurance.REEXECUTED);
            assertThat(judged.by().receipt().enclaveKey()).isEqualTo(TestEnclave.ENCLAVE.address());
        });
    }

    @Test
    void refusesAVerdictOfSomebodyElse() {
        answers(verdict(receipt.id(), TestEnclave.STRANGER));
        assertNoVerdict(receipt, "not signed by the enclave that answered");
    }

    @Test
    void refusesAVerdictOnAnotherReceipt() {
        answers(verdict(Hash32.ZERO, TestEnclave.ENCLAVE));
        assertNoVerdict(receipt, "another receipt");
    }

    @Test
    void refusesAnEnclaveThatJudgesItself() throws Exception {
        SignedReceipt own = receiptOf(TestEnclave.ENCLAVE);
        answers(verdict(own.id(), TestEnclave.ENCLAVE));
        assertNoVerdict(own, "judged itself");
    }

    @Test
    void refusesWhatIsNoVerdict() {
        answers("{\"verdict\":{}}".getBytes(StandardCharsets.UTF_8));
        assertThat(ask(receipt)).isInstanceOf(RecheckResult.NotAVerdict.class);
    }

    @Test
    void passesOnWhyThereIsNoAnswer() {
        runner.firstStatus = java.util.Optional.of(409);
        assertThat(ask(receipt))
                .isInstanceOfSatisfying(
                        RecheckResult.NotAnswered.class,
                        none -> assertThat(none.outcome()).isInstanceOf(CallOutcome.Refused.class));
    }

    private void assertNoVerdict(SignedReceipt about, String problem) {
        assertThat(ask(about))
                .isInstanceOfSatisfying(
                        RecheckResult.NotAVerdict.class,
                        none -> assertThat(none.problem()).contains(problem));
    }

    private RecheckResult ask(SignedReceipt about) {
        return rechecks.ask(runner.url(), about, "/v1/embeddings", REQUEST, RESPONSE, step -> {});
    }

    private void answers(byte[] body) {
        runner.answer = body;
        runner.receipt = issued -> withResponse(issued, ContentHash.response(body));
    }

    private static byte[] verdict(Hash32 receiptId, PrivateKey key) {
        SignedRecheck signed = SignedRecheck.sign(
                new Recheck(receiptId, Hash32.ZERO, Hash32.ZERO, RecheckOutcome.IDENTICAL, TestEnclave.NOW),
                TestEnclave.DOMAIN,
                key);
        ObjectNode json = Json.mapper().createObjectNode();
        json.set("verdict", Json.tree(signed));
        return Json.write(json);
    }

    private static SignedReceipt receiptOf(PrivateKey key) throws Exception {
        Hash32 requestHash = ContentHash.request("POST", "/v1/embeddings", REQUEST.toArray());
        Receipt receipt = TestEnclave.receipt(
                TestEnclave.payment(requestHash), requestHash, ContentHash.response(RESPONSE.toArray()));
        ObjectNode json = (ObjectNode) Json.tree(receipt);
        json.put("enclaveKey", key.address().toString());
        return SignedReceipt.sign(
                Json.convert(json, Receipt.class),
                TestEnclave.DOMAIN,
                TestEnclave.signed(receipt).offer(),
                key);
    }

    private static Receipt withResponse(Receipt receipt, Hash32 responseHash) {
        try {
            ObjectNode json = (ObjectNode) Json.tree(receipt);
            json.put("responseHash", responseHash.toString());
            return Json.convert(json, Receipt.class);
        } catch (io.verigrad.json.MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }
}
