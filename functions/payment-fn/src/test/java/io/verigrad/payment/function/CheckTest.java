package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.call.SignedCall;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Permit2Signer;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class CheckTest extends PaymentFnTest {
    private Address vault = Address.ZERO;

    @BeforeEach
    void findVault() throws Exception {
        vault = chain.vaultOf(Keys.HOST.address());
    }

    @Test
    void reservesAGoodPayment() throws Exception {
        PrivateKey payer = payer(50_000);

        Answer answer = check(CheckBody.of(payer, vault, domain).ofHost(Keys.HOST.address()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.member("outcome")).isEqualTo("reserved");
        assertThat(answer.member("payer")).isEqualTo(payer.address().toString());
        assertThat(answer.json().has("reason")).isFalse();
        assertThat(state(answer.member("paymentId"))).isEqualTo("RESERVED");
    }

    @Test
    void reservesAPaymentOfVersionOne() throws Exception {
        CheckBody body = CheckBody.of(payer(50_000), vault, domain);
        PaymentPayload v1 = PaymentPayload.v1(
                "exact", body.requirements().network(), body.payment().payload());

        assertThat(check(body.with(v1)).member("outcome")).isEqualTo("reserved");
    }

    @Test
    void reservesOneHeaderOnceHoweverManyUseItAtOnce() throws Exception {
        CheckBody body = CheckBody.of(payer(200_000), vault, domain);

        List<String> outcomes = atOnce(10, () -> check(body)).stream()
                .map(answer -> answer.member("outcome"))
                .toList();

        assertThat(outcomes).containsOnlyOnce("reserved");
        assertThat(outcomes.stream().filter("repeated"::equals)).hasSize(9);
    }

    @Test
    void reservesOneHeaderForOneOfManyRequests() throws Exception {
        CheckBody body = CheckBody.of(payer(200_000), vault, domain);

        List<Answer> answers = atOnce(10, () -> check(body.forRequest(fresh())));

        assertThat(answers.stream().map(answer -> answer.member("outcome"))).containsOnlyOnce("reserved");
        assertThat(answers.stream()
                        .filter(answer -> answer.member("outcome").equals("refused"))
                        .map(answer -> answer.member("reason")))
                .hasSize(9)
                .containsOnly("payment_already_used");
    }

    @Test
    void refusesPaymentsThatDoNotPayWhatIsRequired() throws Exception {
        PrivateKey payer = payer(50_000);
        CheckBody body = CheckBody.of(payer, vault, domain);
        Address payTo = body.requirements().payTo();

        assertRefused(
                body.with(pay(body, payer, payTo, 9_999, 3600)),
                "invalid_exact_evm_payload_authorization_value_mismatch");
        assertRefused(
                body.with(pay(body, payer, payTo, 10_001, 3600)),
                "invalid_exact_evm_payload_authorization_value_mismatch");
        assertRefused(
                body.with(pay(body, payer, payer.address(), 10_000, 3600)), "invalid_exact_evm_recipient_mismatch");
        assertRefused(
                body.with(pay(body, payer, payTo, 10_000, -5)), "invalid_exact_evm_payload_authorization_valid_before");
        assertRefused(
                body.with(pay(body, payer, payTo, 10_000, 1700)),
                "invalid_exact_evm_payload_authorization_valid_before");
        assertRefused(forged(body), "invalid_exact_evm_signature");
    }

    @Test
    void refusesOffersThatAreNotTheRunners() throws Exception {
        CheckBody body = CheckBody.of(payer(50_000), vault, domain);

        assertRefused(
                body.with(CheckBody.offer(10_000, vault, 600, domain, Keys.STRANGER)), "offer_not_signed_by_runner");
        assertRefused(body.with(CheckBody.offer(10_000, vault, -1, domain, Keys.ENCLAVE)), "offer_expired");
        assertRefused(body.with(CheckBody.offer(9_999, vault, 600, domain, Keys.ENCLAVE)), "offer_mismatch");
        assertRefused(
                body.with(CheckBody.offer(10_000, Keys.HOST.address(), 600, domain, Keys.ENCLAVE)), "offer_mismatch");
        assertRefused(body.ofHost(Keys.STRANGER.address()), "payee_not_vault");
    }

    @Test
    void refusesOtherTokensAndChains() throws Exception {
        CheckBody body = CheckBody.of(payer(50_000), vault, domain);

        assertRefused(body.with(named(body, "USD Coin")), "unsupported_asset");
        assertRefused(body.with(changed(body, "asset", vault.toString())), "unsupported_asset");
        assertRefused(body.with(changed(body, "network", "eip155:8453")), "invalid_network");
        assertRefused(body.with(changed(body, "scheme", "upto")), "unsupported_payload_type");
    }

    @Test
    void refusesRunnersThatAreNotRegisteredOrNotGood() throws Exception {
        ObjectNode body = CheckBody.of(payer(50_000), vault, domain).json();

        assertThat(called("check", body, Keys.STRANGER).member("reason")).isEqualTo("runner_not_registered");
        assertThat(called("check", body, Keys.REVOKED_ENCLAVE).member("reason")).isEqualTo("runner_key_not_good");
    }

    @Test
    void refusesCallsThatTheirKeyDidNotSignJustNow() throws Exception {
        ObjectNode body = CheckBody.of(payer(50_000), vault, domain).json();
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-90));
        JsonNode stale = Json.tree(SignedCall.sign("check", body, domain, Keys.ENCLAVE, late));
        JsonNode changed = call("check", body, Keys.ENCLAVE);
        ((ObjectNode) changed.path("body")).put("requestHash", fresh().toString());

        assertThat(post("check", call("release", body, Keys.ENCLAVE).toString()).member("reason"))
                .isEqualTo("unauthenticated");
        assertThat(post("check", stale.toString()).member("reason")).isEqualTo("unauthenticated");
        assertThat(post("check", changed.toString()).member("reason")).isEqualTo("unauthenticated");
    }

    @Test
    void defersWithinTheExposureCapAndSettlesTheRestInstantlyWhileManyAsk() throws Exception {
        PrivateKey payer = payer(100_000_000);

        List<Answer> answers = atOnce(6, () -> check(costing(300_000, payer)));

        assertThat(answers).allMatch(answer -> answer.member("outcome").equals("reserved"));
        assertThat(answers.stream().filter(answer -> answer.member("settlement").equals("deferred")))
                .hasSize(3);
        assertThat(answers.stream().filter(answer -> answer.member("settlement").equals("instant")))
                .hasSize(3);
    }

    @Test
    void settlesInstantlyForAPayerWhoIsNotTrusted() throws Exception {
        payer(Keys.UNTRUSTED, 50_000);

        Answer answer = check(CheckBody.of(Keys.UNTRUSTED, vault, domain));

        assertThat(answer.member("settlement")).isEqualTo("instant");
        assertThat(status(answer.member("paymentId")).member("settlement")).isEqualTo("instant");
        assertThat(aboutPayment("confirm", answer.member("paymentId"), Keys.ENCLAVE)
                        .member("outcome"))
                .isEqualTo("confirmed");
    }

    @Test
    void keepsToTheBalanceWhileManyAskBeyondTheCap() throws Exception {
        PrivateKey payer = payer(3_000_000);

        List<Answer> answers = atOnce(6, () -> check(costing(1_200_000, payer)));

        assertThat(answers.stream().filter(answer -> answer.member("settlement").equals("instant")))
                .hasSize(2);
        assertThat(answers.stream()
                        .filter(answer -> answer.member("outcome").equals("refused"))
                        .map(answer -> answer.member("reason")))
                .hasSize(4)
                .containsOnly("invalid_exact_evm_insufficient_balance");
    }

    private CheckBody costing(long price, PrivateKey payer) {
        PaymentRequirements dear = CheckBody.requirements(price, vault);
        return CheckBody.of(payer, vault, domain)
                .with(dear)
                .with(CheckBody.offer(price, vault, 600, domain, Keys.ENCLAVE))
                .with(CheckBody.payment(payer, dear, vault, price, 3600, fresh()));
    }

    @Test
    void refusesPayersWithoutTheMoney() {
        CheckBody body = CheckBody.of(Keys.POOR, vault, domain);
        assertRefused(body, "invalid_exact_evm_insufficient_balance");

        JsonNode remedy = check(body).json().path("remedy");
        assertThat(remedy.path("action").asText()).isEqualTo("FUND");
        assertThat(remedy.path("asset").asText()).isEqualTo(DevnetContracts.USDC.toString());
        assertThat(remedy.path("missing").asText()).isEqualTo("5000");
    }

    @Test
    void tellsPayersByPermit2HowToAllowIt() throws Exception {
        PrivateKey payer = payer(50_000);
        PaymentRequirements terms = upto();
        CheckBody body = CheckBody.of(payer, vault, domain)
                .with(terms)
                .with(new Permit2Signer(payer, Clock.systemUTC()).pay(terms, Optional.empty(), BigInteger.ONE));
        assertRefused(body, "permit2_allowance_required");

        JsonNode remedy = check(body).json().path("remedy");
        assertThat(remedy.path("action").asText()).isEqualTo("APPROVE");
        assertThat(remedy.path("missing").asText()).isEqualTo("10000");
        node("anvil_setBalance", '"' + payer.address().toString() + "\", \"0xde0b6b3a7640000\"");
        DevChain.send(
                chain,
                payer,
                Address.parse(remedy.at("/call/to").asText()),
                Bytes.parse(remedy.at("/call/data").asText()));
        assertThat(check(body).member("outcome")).isEqualTo("reserved");
    }

    private PaymentRequirements upto() {
        return PaymentRequirements.of(
                "upto",
                new ChainId(84532),
                TokenAmount.of(10_000),
                DevnetContracts.USDC,
                vault,
                3600,
                Map.of(
                        "name",
                        "USDC",
                        "version",
                        "2",
                        "assetTransferMethod",
                        "permit2",
                        "facilitatorAddress",
                        domain.verifyingContract().toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "\"x\"",
                "7",
                "{\"enclaveKey\":\"0x00\"}",
                "{\"enclaveKey\":null,\"issuedAt\":\"1\",\"signature\":\"0x\",\"body\":{}}",
                "{\"enclaveKey\":\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\",\"issuedAt\":1,\"signature\":\"0x\",\"body\":{}}",
            })
    void saysWhatIsWrongWithACall(String call) {
        for (String function : List.of("check", "confirm", "release")) {
            Answer answer = post(function, call);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.member("reason")).isEqualTo("malformed_request");
            assertThat(answer.member("message")).isNotEmpty().doesNotContain("Exception", "io.verigrad");
        }
    }

    @Test
    void saysWhatIsWrongWithABody() throws Exception {
        CheckBody good = CheckBody.of(payer(50_000), vault, domain);

        for (String member : List.of("payment", "requirements", "requestHash", "offer", "host")) {
            ObjectNode body = good.json();
            body.remove(member);
            assertThat(called("check", body, Keys.ENCLAVE).member("reason")).isEqualTo("malformed_request");
            assertThat(called("check", body.put(member, "x"), Keys.ENCLAVE).member("reason"))
                    .isEqualTo("malformed_request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "nul"})
    void saysThatTextIsNotJson(String text) {
        Answer answer = post("check", text);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.member("reason")).isEqualTo("malformed_request");
        assertThat(answer.member("message"))
                .startsWith("expected a body of JSON")
                .doesNotContain("Exception", "at io.");
    }

    @Test
    void refusesTextThatHasNoHash() {
        String call = "{\"enclaveKey\":\"" + Keys.ENCLAVE.address() + "\",\"issuedAt\":\""
                + Clock.systemUTC().instant().getEpochSecond() + "\",\"signature\":\"0x" + "11".repeat(64)
                + "1b\",\"body\":{\"a\":\"\\ud800\"}}";

        assertThat(post("check", call).member("reason")).isEqualTo("unauthenticated");
    }

    @Test
    void refusesClearlyWhileTheChainIsDown() throws Exception {
        CheckBody body = CheckBody.of(PrivateKey.parse(fresh().toString()), vault, domain);

        whileTheChainIsDown(() -> assertRefused(body, "chain_unavailable"));
    }

    private Answer check(CheckBody body) {
        return called("check", body.json(), Keys.ENCLAVE);
    }

    private void assertRefused(CheckBody body, String reason) {
        Answer answer = check(body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.member("outcome")).isEqualTo("refused");
        assertThat(answer.member("reason")).isEqualTo(reason);
    }

    private static PaymentPayload pay(CheckBody body, PrivateKey payer, Address to, long value, long validFor) {
        return CheckBody.payment(payer, body.requirements(), to, value, validFor, fresh());
    }

    private static CheckBody forged(CheckBody body) throws Exception {
        JsonNode payment = body.payment().toJson();
        ((ObjectNode) payment.at("/payload/authorization")).put("nonce", fresh().toString());
        return body.with(PaymentPayload.parse(payment));
    }

    private static PaymentRequirements named(CheckBody body, String name) throws Exception {
        ObjectNode terms = (ObjectNode) body.requirements().toJson();
        ((ObjectNode) terms.path("extra")).put("name", name);
        return PaymentRequirements.parse(terms);
    }

    private static PaymentRequirements changed(CheckBody body, String member, String value) throws Exception {
        return PaymentRequirements.parse(((ObjectNode) body.requirements().toJson()).put(member, value));
    }
}
