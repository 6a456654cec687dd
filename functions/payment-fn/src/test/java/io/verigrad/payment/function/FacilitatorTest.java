package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.ledger.Authorization;
import io.verigrad.ledger.Limits;
import io.verigrad.ledger.NewReservation;
import io.verigrad.ledger.NewTransaction;
import io.verigrad.ledger.Payments;
import io.verigrad.ledger.RawTransaction;
import io.verigrad.ledger.TransactionJournal;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Authorization;
import io.verigrad.x402.ExactEvmPayload;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ResourceInfo;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class FacilitatorTest extends PaymentFnTest {
    @Inject
    TransactionJournal journal;

    @Inject
    Payments payments;

    @Test
    void verifiesAndSettlesForOtherServers() throws Exception {
        PrivateKey payer = payer(50_000);
        Address payee = someone();
        FacilitatorRequest request = request(payer, payee);

        Answer verified = post("verify", request.toJson().toString());
        Answer settled = post("settle", request.toJson().toString());

        assertThat(verified.status()).isEqualTo(200);
        assertThat(verified.json())
                .isEqualTo(Json.tree(
                        Map.of("isValid", true, "payer", payer.address().toString())));
        assertThat(settled.status()).isEqualTo(200);
        assertThat(settled.json().path("success").asBoolean()).isTrue();
        assertThat(settled.member("network")).isEqualTo("eip155:84532");
        assertThat(chain.transactions().receiptOf(Hash32.parse(settled.member("transaction"))))
                .isPresent();
        assertThat(balance(payee)).isEqualTo(10_000);
    }

    /** Servers that are paid before they work ask the same questions, only earlier. */
    @Test
    void servesTheFlowThatPaysUpfront() throws Exception {
        Address payee = someone();
        PaymentRequirements plain = CheckBody.requirements(10_000, payee);
        ObjectNode json = (ObjectNode) plain.toJson();
        ((ObjectNode) json.path("extra")).put("paymentFlow", "upfront");
        String request = paid(payer(50_000), PaymentRequirements.parse(json), payee, 10_000, 600)
                .toJson()
                .toString();

        assertThat(post("verify", request).json().path("isValid").asBoolean()).isTrue();
        assertThat(post("settle", request).json().path("success").asBoolean()).isTrue();
        // The server asks once more after its handler, if the first answer was lost: the same, and nothing moves.
        assertThat(post("settle", request).json().path("success").asBoolean()).isTrue();
        assertThat(balance(payee)).isEqualTo(10_000);
    }

    @Test
    void settlesOnceHoweverOftenAndAtOnceItIsAsked() throws Exception {
        PrivateKey payer = payer(50_000);
        Address payee = someone();
        String request = request(payer, payee).toJson().toString();

        List<Answer> atOnce = atOnce(5, () -> post("settle", request));
        Answer later = post("settle", request);

        assertThat(atOnce)
                .allSatisfy(answer -> assertThat(answer.json().path("success").asBoolean()
                                || answer.member("errorReason").equals("settlement_pending"))
                        .as(answer.text())
                        .isTrue());
        assertThat(later.json().path("success").asBoolean()).isTrue();
        assertThat(atOnce.stream().map(answer -> answer.member("transaction")).distinct())
                .containsExactly(later.member("transaction"));
        assertThat(balance(payee)).isEqualTo(10_000);
        assertThat(post("verify", request).member("invalidReason")).isEqualTo("invalid_exact_evm_nonce_already_used");
    }

    @Test
    void settlesManyPaymentsAtOnceWithOneKey() throws Exception {
        PrivateKey payer = payer(500_000);
        Address payee = someone();

        List<Answer> answers =
                atOnce(8, () -> post("settle", request(payer, payee).toJson().toString()));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.json().path("success").asBoolean())
                        .as(answer.text())
                        .isTrue());
        assertThat(balance(payee)).isEqualTo(80_000);
    }

    @Test
    void sendsWhatACrashKeptFromBeingSent() throws Exception {
        Hash32 unsent = writeDownWithoutSending();

        // Whichever account settles, it is looked after what is left of all of them, if not every time.
        for (int i = 0; i < 100 && chain.transactions().receiptOf(unsent).isEmpty(); i++) {
            Answer settled =
                    post("settle", request(payer(50_000), someone()).toJson().toString());
            assertThat(settled.json().path("success").asBoolean())
                    .as(settled.text())
                    .isTrue();
        }
        assertThat(chain.transactions().receiptOf(unsent)).isPresent();
    }

    @Test
    void speaksVersionOne() throws Exception {
        FacilitatorRequest v2 = request(payer(50_000), someone());
        ObjectNode v1 = Json.mapper().createObjectNode().put("x402Version", 1);
        v1.set(
                "paymentPayload",
                PaymentPayload.v1(
                                "exact",
                                v2.paymentRequirements().network(),
                                v2.paymentPayload().payload())
                        .toJson());
        v1.set(
                "paymentRequirements",
                v2.paymentRequirements()
                        .toV1Json(ResourceInfo.of("https://example.org", "", ""))
                        .orElseThrow());

        assertThat(post("verify", v1.toString()).json().path("isValid").asBoolean())
                .isTrue();
        Answer settled = post("settle", v1.toString());
        assertThat(settled.json().path("success").asBoolean()).isTrue();
        assertThat(settled.member("network")).isEqualTo("base-sepolia");
    }

    @Test
    void saysWhyAPaymentIsNotGood() throws Exception {
        PrivateKey payer = payer(50_000);
        Address payee = someone();
        PaymentRequirements terms = CheckBody.requirements(10_000, payee);

        assertInvalid(paid(payer, terms, payee, 9_999, 600), "invalid_exact_evm_payload_authorization_value_mismatch");
        assertInvalid(paid(payer, terms, payer.address(), 10_000, 600), "invalid_exact_evm_recipient_mismatch");
        assertInvalid(paid(payer, terms, payee, 10_000, 3), "invalid_exact_evm_payload_authorization_valid_before");
        assertInvalid(paid(Keys.POOR, terms, payee, 10_000, 600), "invalid_exact_evm_insufficient_balance");
        assertInvalid(changed(request(payer, payee), "network", "eip155:8453"), "invalid_network");
        assertInvalid(changed(request(payer, payee), "scheme", "deferred"), "unsupported_scheme");
        assertInvalid(changed(request(payer, payee), "asset", payee.toString()), "unsupported_asset");
    }

    @Test
    void refusesVaultsAsPayees() throws Exception {
        Address vault = chain.vaultOf(Keys.HOST.address());
        PrivateKey payer = payer(50_000);
        called(
                "check",
                CheckBody.of(payer, vault, domain).ofHost(Keys.HOST.address()).json(),
                Keys.ENCLAVE);

        Answer settled = post("settle", request(payer, vault).toJson().toString());

        assertThat(settled.status()).isEqualTo(200);
        assertThat(settled.json().path("success").asBoolean()).isFalse();
        assertThat(settled.member("errorReason")).isEqualTo("payee_is_vault");
        assertThat(settled.member("transaction")).isEmpty();
        assertThat(balance(vault)).isZero();
    }

    @Test
    void refusesAVaultThatOnlyTheLedgerKnows() throws Exception {
        // As another instance left it: this one never saw the host, and the vault has no code yet.
        Address vault = chain.vaultOf(someone());
        CheckBody elsewhere = CheckBody.of(payer(50_000), vault, domain);
        Eip3009Authorization signed =
                ExactEvmPayload.parse(elsewhere.payment().payload()).authorization();
        payments.reserve(new NewReservation(
                        fresh(),
                        elsewhere.requestHash(),
                        signed.from(),
                        DevnetContracts.USDC,
                        vault,
                        Optional.of(someone()),
                        signed.value(),
                        Keys.ENCLAVE.address(),
                        new Authorization(
                                Scheme.EXACT_EIP3009,
                                signed.validAfter(),
                                signed.validBefore(),
                                signed.nonce(),
                                Bytes.EMPTY),
                        Instant.now().plusSeconds(600),
                        new Limits(signed.value(), signed.value())))
                .await()
                .atMost(Duration.ofSeconds(10));

        assertInvalid(request(payer(50_000), vault), "payee_is_vault");
        assertThat(balance(vault)).isZero();
    }

    @Test
    void leavesPaymentsThatAreReservedForAReceiptAlone() throws Exception {
        PrivateKey payer = payer(50_000);
        CheckBody reserved =
                CheckBody.of(payer, chain.vaultOf(Keys.HOST.address()), domain).ofHost(Keys.HOST.address());
        called("check", reserved.json(), Keys.ENCLAVE);
        Hash32 nonce = ExactEvmPayload.parse(reserved.payment().payload())
                .authorization()
                .nonce();
        Address friend = someone();
        PaymentRequirements terms = CheckBody.requirements(10_000, friend);

        assertInvalid(
                new FacilitatorRequest(reserved.payment(), reserved.requirements()), "invalid_payment_requirements");
        assertInvalid(
                new FacilitatorRequest(CheckBody.payment(payer, terms, friend, 10_000, 600, nonce), terms),
                "invalid_payment_requirements");
        assertThat(balance(friend)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "null",
                "[]",
                "{}",
                "{\"a\":1,\"a\":2}",
                "{\"x402Version\":2}",
                "{\"x402Version\":2,\"paymentPayload\":{},\"paymentRequirements\":{}}",
                "{\"x402Version\":9,\"paymentPayload\":{\"x402Version\":9,\"payload\":{}},\"paymentRequirements\":{}}",
            })
    void answersWhatIsNoRequestWith400AndTheReason(String body) {
        Answer verified = post("verify", body);
        Answer settled = post("settle", body);

        assertThat(verified.status()).as(verified.text()).isEqualTo(400);
        assertThat(verified.json().path("isValid").asBoolean(true)).isFalse();
        assertThat(verified.member("invalidReason")).startsWith("invalid_");
        assertThat(verified.member("invalidMessage")).isNotEmpty().doesNotContain("Exception", "io.verigrad");
        assertThat(settled.status()).isEqualTo(400);
        assertThat(settled.json().path("success").asBoolean(true)).isFalse();
        assertThat(settled.member("errorReason")).startsWith("invalid_");
    }

    @Test
    void answersAMalformedAuthorizationWith400() throws Exception {
        JsonNode request = request(payer(50_000), someone()).toJson();
        ((ObjectNode) request.at("/paymentPayload/payload/authorization")).put("value", "-1");

        assertThat(post("verify", request.toString()).status()).isEqualTo(400);
        assertThat(post("settle", request.toString()).status()).isEqualTo(400);
    }

    @Test
    void answersAnEmptyBodyWith400AtOnce() {
        assertThat(post("verify", "").status()).isEqualTo(400);
        assertThat(post("settle", "").member("message")).isEqualTo("expected a body of JSON, found none");
    }

    @Test
    void refusesABodyThatIsTooLong() {
        assertThat(post("verify", "\"" + "x".repeat(200_000) + "\"").status()).isEqualTo(413);
    }

    @Test
    void asksToTryLaterWhileTheChainIsDown() throws Exception {
        String request = request(payer(50_000), someone()).toJson().toString();

        whileTheChainIsDown(() -> {
            assertThat(post("verify", request).status()).isEqualTo(503);
            assertThat(post("verify", request).member("invalidReason")).isEqualTo("unexpected_verify_error");
            assertThat(post("settle", request).status()).isEqualTo(503);
            assertThat(post("settle", request).member("errorReason")).isEqualTo("unexpected_settle_error");
        });
        assertThat(post("settle", request).json().path("success").asBoolean()).isTrue();
    }

    @Test
    void namesWhatItSupportsAndDescribesItself() {
        JsonNode supported = get("supported").json();

        assertThat(supported.path("kinds")).hasSize(4);
        assertThat(supported.at("/kinds/1/scheme").asText()).isEqualTo("upto");
        assertThat(supported.at("/kinds/1/extra/facilitatorAddress").asText())
                .isEqualTo(Keys.FACILITATOR.address().toString());
        assertThat(supported.at("/signers/eip155:*/0").asText())
                .isEqualTo(Keys.FACILITATOR.address().toString());
        assertThat(get("verify").member("endpoint")).isEqualTo("/verify");
        assertThat(get("settle").member("method")).isEqualTo("POST");
        assertThat(get("q/health/ready").member("status")).isEqualTo("UP");
    }

    private Hash32 writeDownWithoutSending() throws Exception {
        FacilitatorRequest payment = request(payer(50_000), someone());
        var fees = chain.transactions().fees(FeePolicy.DEFAULT);
        long pending = chain.transactions().pendingNonce(Keys.FACILITATOR.address());
        AtomicReference<Hash32> hash = new AtomicReference<>(Hash32.ZERO);
        NewTransaction transaction = new NewTransaction(
                Keys.FACILITATOR.address(),
                pending,
                NewTransaction.Purpose.TRANSFER,
                payment.paymentRequirements().payTo().bytes());
        journal.write(
                        transaction,
                        nonce -> Uni.createFrom().item(() -> {
                            SignedTransaction signed = chain.transactions()
                                    .sign(
                                            TransactionRequest.call(someone(), Bytes.EMPTY, 30_000),
                                            nonce,
                                            fees,
                                            new LocalSigner(Keys.FACILITATOR));
                            hash.set(signed.hash());
                            return new RawTransaction(signed.hash(), signed.raw());
                        }))
                .await()
                .atMost(Duration.ofSeconds(10));
        return hash.get();
    }

    private void assertInvalid(FacilitatorRequest request, String reason) {
        Answer verified = post("verify", request.toJson().toString());
        Answer settled = post("settle", request.toJson().toString());

        assertThat(verified.status()).isEqualTo(200);
        assertThat(verified.json().path("isValid").asBoolean(true)).isFalse();
        assertThat(verified.member("invalidReason")).isEqualTo(reason);
        assertThat(settled.member("errorReason")).isEqualTo(reason);
        assertThat(settled.member("transaction")).isEmpty();
    }

    private long balance(Address owner) throws Exception {
        TokenAmount balance = chain.balanceOf(DevnetContracts.USDC, owner);
        return balance.value().longValueExact();
    }

    private static Address someone() {
        return PrivateKey.parse(fresh().toString()).address();
    }

    private static FacilitatorRequest request(PrivateKey payer, Address payee) {
        PaymentRequirements terms = CheckBody.requirements(10_000, payee);
        return paid(payer, terms, payee, 10_000, 600);
    }

    private static FacilitatorRequest paid(
            PrivateKey payer, PaymentRequirements terms, Address to, long value, long validFor) {
        return new FacilitatorRequest(CheckBody.payment(payer, terms, to, value, validFor, fresh()), terms);
    }

    private static FacilitatorRequest changed(FacilitatorRequest request, String member, String value)
            throws Exception {
        ObjectNode terms = (ObjectNode) request.paymentRequirements().toJson();
        return new FacilitatorRequest(request.paymentPayload(), PaymentRequirements.parse(terms.put(member, value)));
    }
}
