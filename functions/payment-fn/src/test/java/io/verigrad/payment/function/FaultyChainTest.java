package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.crypto.Keccak256;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Permit2;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with a chain, or changes on it, while a payment is on its way. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class FaultyChainTest extends PaymentFnTest {
    private static final TypeHash CANCEL = TypeHash.of("CancelAuthorization(address authorizer,bytes32 nonce)");
    private static final TypedDataDomain TOKEN =
            TypedDataDomain.of("USDC", "2", new ChainId(84532), DevnetContracts.USDC);

    @ParameterizedTest
    @EnumSource(value = Link.class, mode = EnumSource.Mode.EXCLUDE, names = "GOOD")
    void asksToTryLater(Link link) throws Exception {
        String request = request(payer(50_000), someone(), fresh());

        whileTheChainIs(link, () -> {
            List<Answer> answers;
            try {
                answers = atOnce(List.of(() -> post("verify", request), () -> post("settle", request)));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.text()).doesNotContain("Exception", "io.verigrad", "rpc", "127.0.0.1");
            });
            assertThat(answers.getFirst().member("invalidReason")).isEqualTo("unexpected_verify_error");
            assertThat(answers.getLast().member("errorReason")).isEqualTo("unexpected_settle_error");
            assertThat(answers.getLast().member("transaction")).isEmpty();
        });
        assertThat(post("settle", request).json().path("success").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "permit2, DOWN",
        "upto, WRONG",
        "deposit, GARBAGE",
        "deposit, WRONG",
        "voucher, EMPTY",
        "voucher, WRONG",
        "refund, FAILING",
        "v1, WRONG",
    })
    void asksToTryLaterWhateverPays(String form, Link link) throws Exception {
        String request = form(payer(50_000)).body(row(form));

        whileTheChainIs(link, () -> {
            Answer verified = post("verify", request);
            assertThat(verified.status()).as(verified.text()).isEqualTo(503);
            assertThat(verified.member("invalidReason")).isEqualTo("unexpected_verify_error");
            // Vouchers are claimed, not settled.
            if (!form.equals("voucher")) {
                Answer settled = post("settle", request);
                assertThat(settled.status()).as(settled.text()).isEqualTo(503);
                assertThat(settled.member("errorReason")).isEqualTo("unexpected_settle_error");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"permit2", "upto"})
    void settlesNothingOncePermit2MayTakeNothing(String form) throws Exception {
        PrivateKey payer = payer(50_000);
        approve(payer, 50_000);
        String request = form(payer).body(row(form));
        assertThat(post("verify", request).text()).contains("\"isValid\":true");

        approve(payer, 0);

        assertThat(post("settle", request).member("errorReason")).isEqualTo("permit2_allowance_required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"permit2", "upto"})
    void settlesNothingOnceThePermitIsCancelled(String form) throws Exception {
        PrivateKey payer = payer(50_000);
        approve(payer, 50_000);
        String request = form(payer).body(row(form));
        assertThat(post("verify", request).text()).contains("\"isValid\":true");
        BigInteger nonce = new BigInteger(Json.read(request.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .at("/paymentPayload/payload/permit2Authorization/nonce")
                .asText());

        useNonce(payer.address(), nonce);

        Answer settled = post("settle", request);
        assertThat(settled.status()).isEqualTo(200);
        assertThat(settled.member("errorReason")).isEqualTo("permit2_invalid_nonce");
        assertThat(settled.member("transaction")).isEmpty();
    }

    @Test
    void settlesNothingOnceTheMoneyMovedAway() throws Exception {
        PrivateKey payer = payer(10_000);
        Address payee = someone();
        String request = request(payer, payee, fresh());
        assertThat(post("verify", request).text()).contains("\"isValid\":true");

        assertThat(post("settle", request(payer, someone(), fresh())).text()).contains("\"success\":true");

        assertNotSettled(request, payee, "invalid_exact_evm_insufficient_balance");
    }

    @Test
    void settlesNothingOnceTheAuthorizationIsCancelled() throws Exception {
        PrivateKey payer = payer(50_000);
        Address payee = someone();
        Hash32 nonce = fresh();
        String request = request(payer, payee, nonce);
        assertThat(post("verify", request).text()).contains("\"isValid\":true");

        cancel(payer, nonce);

        assertNotSettled(request, payee, "invalid_exact_evm_nonce_already_used");
    }

    @Test
    void settlesAgainWhatAReorganisationUndid() throws Exception {
        Address payee = someone();
        String request = request(payer(50_000), payee, fresh());
        String before = node("evm_snapshot", "");
        Answer settled = post("settle", request);
        assertThat(settled.json().path("success").asBoolean())
                .as(settled.text())
                .isTrue();

        node("evm_revert", '"' + before + '"');
        assertThat(balance(payee)).isZero();
        Answer repeated = post("settle", request);
        for (int i = 0; i < 50 && !repeated.json().path("success").asBoolean(); i++) {
            // Sent and not mined yet, as far as is known: never a plain failure, never another transaction.
            assertThat(repeated.member("errorReason")).isEqualTo("settlement_pending");
            assertThat(repeated.member("transaction")).isEqualTo(settled.member("transaction"));
            node("anvil_mine", "\"0x1\"");
            repeated = post("settle", request);
        }

        assertThat(repeated.member("transaction")).isEqualTo(settled.member("transaction"));
        assertThat(balance(payee)).isEqualTo(10_000);
    }

    private void assertNotSettled(String request, Address payee, String reason) throws Exception {
        Answer answer = post("settle", request);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.member("errorReason")).isEqualTo(reason);
        assertThat(answer.member("transaction")).isEmpty();
        assertThat(balance(payee)).isZero();
    }

    private void cancel(PrivateKey payer, Hash32 nonce) throws Exception {
        Hash32 digest = TOKEN.digest(
                StructEncoder.of(CANCEL).address(payer.address()).bytes32(nonce).hash());
        Signature signature = payer.sign(digest);
        Bytes call = Bytes.concat(
                Selector.of("cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)"),
                StructEncoder.untyped()
                        .address(payer.address())
                        .bytes32(nonce)
                        .uint(signature.v())
                        .encoded(),
                signature.bytes().slice(0, 64));
        DevChain.send(chain, DevnetContracts.USDC, call);
    }

    private long balance(Address owner) throws Exception {
        TokenAmount balance = chain.balanceOf(DevnetContracts.USDC, owner);
        return balance.value().longValueExact();
    }

    private static String request(PrivateKey payer, Address payee, Hash32 nonce) {
        PaymentRequirements terms = CheckBody.requirements(10_000, payee);
        return new FacilitatorRequest(CheckBody.payment(payer, terms, payee, 10_000, 600, nonce), terms)
                .toJson()
                .toString();
    }

    /** As {@code invalidateUnorderedNonces} does; the contract of local chains has it not. */
    private void useNonce(Address payer, BigInteger nonce) throws Exception {
        Bytes owners = StructEncoder.untyped().address(payer).uint(0).encoded();
        Bytes words = Bytes.concat(
                StructEncoder.untyped().uint(nonce.shiftRight(8)).encoded(),
                Keccak256.hash(owners.toArray()).bytes());
        Bytes all = StructEncoder.untyped()
                .uint(BigInteger.TWO.pow(256).subtract(BigInteger.ONE))
                .encoded();
        node(
                "anvil_setStorageAt",
                '"' + Permit2.CONTRACT.toString() + "\", \"" + Keccak256.hash(words.toArray()) + "\", \"" + all + '"');
    }

    private static PayloadForm form(PrivateKey payer) {
        return new PayloadForm(payer, PrivateKey.parse(fresh().toString()), Clock.systemUTC());
    }

    private static PayloadRow row(String form) {
        return new PayloadRow("", form, Json.mapper().createObjectNode(), 200, Optional.empty(), Optional.empty());
    }

    private static Address someone() {
        return PrivateKey.parse(fresh().toString()).address();
    }
}
