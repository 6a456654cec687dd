package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.channel.ChannelClaim;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelContract;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ChannelSigner;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payers who pay in once and then by word, and receivers who claim when they like. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class ChannelPaymentTest extends PaymentFnTest {
    private static final ChainId CHAIN = new ChainId(84532);

    private final PrivateKey receiver = PrivateKey.parse(fresh().toString());
    private final ChannelConfigs configs = new ChannelConfigs();
    private PrivateKey payer = Keys.STRANGER;
    private ChannelSigner signer = new ChannelSigner(payer, Clock.systemUTC());
    private ChannelConfig channel = configs.of(payer.address());

    /** The channels of one receiver. */
    private final class ChannelConfigs {
        ChannelConfig of(Address payer) {
            return of(payer, payer, 900);
        }

        ChannelConfig of(Address payer, Address authorizer, long delay) {
            return new ChannelConfig(
                    payer,
                    authorizer,
                    receiver.address(),
                    receiver.address(),
                    DevnetContracts.USDC,
                    delay,
                    Hash32.ZERO);
        }
    }

    @BeforeEach
    void hasTokens() throws Exception {
        payer = payer(50_000);
        signer = new ChannelSigner(payer, Clock.systemUTC());
        channel = configs.of(payer.address());
    }

    @Test
    void paysInPaysByWordClaimsPaysOutAndGivesBack() throws Exception {
        String deposit = request(deposit(1_000, 5_000));
        assertThat(valid(deposit).at("/extra/balance").asText()).isEqualTo("0");
        JsonNode paidIn = settled(deposit);
        assertThat(paidIn.at("/extra/channelState/balance").asText()).isEqualTo("5000");
        assertThat(paidIn.path("amount").asText()).isEqualTo("5000");
        assertThat(settled(deposit).path("transaction")).isEqualTo(paidIn.path("transaction"));

        JsonNode voucher = signer.voucher(channel, TokenAmount.of(2_000), terms());
        assertThat(valid(request(voucher)).at("/extra/balance").asText()).isEqualTo("5000");
        assertRefused(request(signer.voucher(channel, TokenAmount.of(5_001), terms())), "cumulative_exceeds_balance");
        assertThat(post("settle", request(voucher)).member("errorReason")).endsWith("_payload_type");

        String claim = request(claim(1_500, 2_000, receiver));
        JsonNode claimed = settled(claim);
        assertThat(settled(claim)).isEqualTo(claimed);
        assertThat(valid(request(voucher)).at("/extra/totalClaimed").asText()).isEqualTo("1500");
        assertRefused(request(signer.voucher(channel, TokenAmount.of(1_500), terms())), "cumulative_below_claimed");

        assertThat(settled(request(payOut())).path("amount").asText()).isEqualTo("1500");
        assertThat(chain.balanceOf(DevnetContracts.USDC, receiver.address())).isEqualTo(TokenAmount.of(1_500));
        assertFailed(request(payOut()), "nothing_to_settle");

        JsonNode refunded = settled(request(refund(3_000, 2_000, receiver)));
        assertThat(refunded.path("amount").asText()).isEqualTo("3000");
        assertThat(refunded.at("/extra/channelState/totalClaimed").asText()).isEqualTo("2000");
        assertThat(refunded.at("/extra/channelState/balance").asText()).isEqualTo("2000");
        assertThat(refunded.at("/extra/channelState/refundNonce").asText()).isEqualTo("1");
        assertThat(chain.balanceOf(DevnetContracts.USDC, payer.address())).isEqualTo(TokenAmount.of(48_000));

        // What was earned later is claimed and paid out in the same words as before.
        assertThat(settled(request(payOut())).path("amount").asText()).isEqualTo("500");
    }

    @Test
    void paysInOnceThoughAskedAtTheSameTime() throws Exception {
        String deposit = request(deposit(1_000, 5_000));
        List<Answer> answers = atOnce(6, () -> post("settle", deposit));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.member("transaction"))
                        .isNotEmpty()
                        .isEqualTo(answers.getFirst().member("transaction")));
        assertThat(chain.channels().state(channel.id(CHAIN)).balance()).isEqualTo(TokenAmount.of(5_000));
    }

    @ParameterizedTest
    @CsvSource({
        "/channelConfig/salt,             0x0101010101010101010101010101010101010101010101010101010101010101, channel_id_mismatch",
        "/channelConfig/receiver,         0x00000000000000000000000000000000000000aa, channel_id_mismatch",
        "/voucher/channelId,              0x0101010101010101010101010101010101010101010101010101010101010101, channel_id_mismatch",
        "/voucher/maxClaimableAmount,     1001,  voucher_signature",
        "/voucher/signature,              0x12,  voucher_signature",
        "/deposit/amount,                 4999,  receive_authorization_signature",
        "/deposit/amount,                 0,     deposit_below_min_deposit",
        "/deposit/authorization/erc3009Authorization/validBefore, 1,          payload_authorization_valid_before",
        "/deposit/authorization/erc3009Authorization/validAfter,  9999999999, payload_authorization_valid_after",
        "/deposit/authorization/erc3009Authorization/salt,        0x01,       receive_authorization_signature",
    })
    void refusesADepositThatWasNotSigned(String member, String value, String reason) {
        ObjectNode deposit = (ObjectNode) deposit(1_000, 5_000);
        int last = member.lastIndexOf('/');
        ((ObjectNode) deposit.at(member.substring(0, last))).put(member.substring(last + 1), value);

        assertRefused(request(deposit), reason);
        assertFailed(request(deposit), reason);
    }

    @Test
    void refusesWhatPayersCannotPay() {
        assertRefused(request(deposit(1_000, 50_001)), "insufficient_balance");
        assertRefused(request(deposit(5_001, 5_000)), "cumulative_exceeds_balance");
        assertRefused(request(signer.voucher(channel, TokenAmount.of(1), terms())), "channel_not_found");
        ObjectNode permit2 = (ObjectNode) deposit(1_000, 5_000);
        ((ObjectNode) permit2.at("/deposit/authorization")).removeAll();
        assertRefused(request(permit2), "erc3009_authorization_required");
    }

    @ParameterizedTest
    @CsvSource({
        "payTo,              0x00000000000000000000000000000000000000aa, receiver_mismatch",
        "receiverAuthorizer, 0x00000000000000000000000000000000000000aa, receiver_authorizer_mismatch",
        "receiverAuthorizer, nobody,                                     receiver_authorizer_mismatch",
        "withdrawDelay,      901,                                        withdraw_delay_mismatch",
        "version,            '',                                         missing_eip712_domain",
    })
    void refusesAChannelThatTheTermsDoNotHave(String member, String value, String reason) throws Exception {
        ObjectNode terms = (ObjectNode) terms().toJson();
        (member.equals("payTo") ? terms : (ObjectNode) terms.get("extra")).put(member, value);

        assertRefused(request(deposit(1_000, 5_000), PaymentRequirements.parse(terms)), reason);
    }

    @Test
    void refusesADelayThatTheContractDoesNotTake() throws Exception {
        channel = configs.of(payer.address(), payer.address(), 899);
        ObjectNode terms = (ObjectNode) terms().toJson();
        ((ObjectNode) terms.get("extra")).put("withdrawDelay", 899);

        assertRefused(request(deposit(1_000, 5_000), PaymentRequirements.parse(terms)), "withdraw_delay_out_of_range");
    }

    @Test
    void takesVouchersOfAPayersOwnAccount() {
        channel = configs.of(payer.address(), Address.ZERO, 900);

        settled(request(deposit(1_000, 5_000)));
        valid(request(signer.voucher(channel, TokenAmount.of(2_000), terms())));
        JsonNode forged =
                new ChannelSigner(Keys.STRANGER, Clock.systemUTC()).voucher(channel, TokenAmount.of(2_000), terms());
        assertRefused(request(forged), "voucher_signature");
    }

    @Test
    void doesNothingThatTheReceiverDidNotSign() {
        settled(request(deposit(1_000, 5_000)));

        assertFailed(request(claim(1_000, 2_000, payer)), "claim_simulation_failed");
        assertFailed(request(refund(3_000, 1_000, payer)), "refund_simulation_failed");
        ObjectNode unsigned = (ObjectNode) claim(1_000, 2_000, receiver);
        unsigned.remove("claimAuthorizerSignature");
        assertFailed(request(unsigned), "authorizer_not_configured");
        assertFailed(request(signer.refund(channel, TokenAmount.of(1_000), terms())), "payload_type");
        assertFailed(request(refund(3_000, 5_000, receiver)), "refund_no_balance");
    }

    @ParameterizedTest
    @CsvSource({
        "/type,                        lend, invalid_batch_settlement_evm_payload_type",
        "/channelConfig/withdrawDelay, -1,   invalid_payload",
        "/channelConfig/withdrawDelay, 1099511627776, invalid_payload",
        "/channelConfig/payer,         me,   invalid_payload",
        "/channelConfig/salt,          0x12, invalid_payload",
        "/voucher/maxClaimableAmount,  340282366920938463463374607431768211456, invalid_payload",
        "/voucher/maxClaimableAmount,  -1,   invalid_payload",
        "/voucher/signature,           word, invalid_payload",
        "/deposit/amount,              1e3,  invalid_payload",
        "/deposit/authorization,       none, invalid_payload",
    })
    void saysWhatIsMalformed(String member, String value, String reason) {
        ObjectNode deposit = (ObjectNode) deposit(1_000, 5_000);
        int last = member.lastIndexOf('/');
        ((ObjectNode) deposit.at(member.substring(0, last))).put(member.substring(last + 1), value);

        assertThat(post("verify", request(deposit)))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
                .satisfies(answer -> assertThat(answer.member("invalidReason")).isEqualTo(reason));
        assertThat(post("settle", request(deposit)).member("errorReason")).isEqualTo(reason);
    }

    @Test
    void isSupported() {
        assertThat(get("supported").json().path("kinds").toString()).contains("batch-settlement");
    }

    private JsonNode deposit(long maxClaimable, long amount) {
        return signer.deposit(
                channel,
                TokenAmount.of(maxClaimable),
                TokenAmount.of(amount),
                new BigInteger(1, fresh().toArray()),
                terms());
    }

    private JsonNode claim(long claimed, long maxClaimable, PrivateKey authorizer) {
        ObjectNode json = Json.mapper().createObjectNode().put("type", "claim");
        json.putArray("claims").add(claimJson(claimed, maxClaimable));
        return json.put("claimAuthorizerSignature", claimSignature(claimed, maxClaimable, authorizer));
    }

    private JsonNode payOut() {
        return Json.mapper()
                .createObjectNode()
                .put("type", "settle")
                .put("receiver", receiver.address().toString())
                .put("token", DevnetContracts.USDC.toString());
    }

    private JsonNode refund(long amount, long claimed, PrivateKey authorizer) {
        Hash32 digest = ChannelContract.refund(CHAIN, channel.id(CHAIN), BigInteger.ZERO, TokenAmount.of(amount));
        ObjectNode json = (ObjectNode) signer.refund(channel, TokenAmount.of(claimed), terms());
        json.put("amount", Long.toString(amount)).put("refundNonce", "0");
        json.putArray("claims").add(claimJson(claimed, claimed));
        return json.put("refundAuthorizerSignature", authorizer.sign(digest).toString())
                .put("claimAuthorizerSignature", claimSignature(claimed, claimed, authorizer));
    }

    private JsonNode claimJson(long claimed, long maxClaimable) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.putObject("voucher")
                .put("maxClaimableAmount", Long.toString(maxClaimable))
                .set("channel", ChannelSigner.toJson(channel));
        return json.put("signature", signature(maxClaimable).toString()).put("totalClaimed", Long.toString(claimed));
    }

    private String claimSignature(long claimed, long maxClaimable, PrivateKey authorizer) {
        ChannelClaim claim = new ChannelClaim(
                channel, TokenAmount.of(maxClaimable), signature(maxClaimable), TokenAmount.of(claimed));
        return authorizer.sign(ChannelContract.claims(CHAIN, List.of(claim))).toString();
    }

    private Bytes signature(long maxClaimable) {
        return payer.sign(ChannelContract.voucher(CHAIN, channel.id(CHAIN), TokenAmount.of(maxClaimable)))
                .bytes();
    }

    private PaymentRequirements terms() {
        ObjectNode terms = Json.mapper()
                .createObjectNode()
                .put("scheme", "batch-settlement")
                .put("network", CHAIN.toString())
                .put("amount", "1000")
                .put("asset", DevnetContracts.USDC.toString())
                .put("payTo", receiver.address().toString())
                .put("maxTimeoutSeconds", 600);
        terms.putObject("extra")
                .put("name", "USDC")
                .put("version", "2")
                .put("receiverAuthorizer", receiver.address().toString())
                .put("withdrawDelay", 900);
        try {
            return PaymentRequirements.parse(terms);
        } catch (io.verigrad.x402.PaymentFormatException e) {
            throw new AssertionError(e);
        }
    }

    private String request(JsonNode payload) {
        return request(payload, terms());
    }

    private static String request(JsonNode payload, PaymentRequirements terms) {
        return new FacilitatorRequest(PaymentPayload.v2(terms, Optional.empty(), payload, Optional.empty()), terms)
                .toJson()
                .toString();
    }

    private JsonNode valid(String request) {
        Answer answer = post("verify", request);
        assertThat(answer.json().path("isValid").asBoolean()).as(answer.text()).isTrue();
        return answer.json();
    }

    private JsonNode settled(String request) {
        Answer answer = post("settle", request);
        assertThat(answer.json().path("success").asBoolean()).as(answer.text()).isTrue();
        return answer.json();
    }

    private void assertRefused(String request, String reason) {
        assertThat(post("verify", request).member("invalidReason")).isEqualTo("invalid_batch_settlement_evm_" + reason);
    }

    private void assertFailed(String request, String reason) {
        assertThat(post("settle", request).member("errorReason")).isEqualTo("invalid_batch_settlement_evm_" + reason);
    }
}
