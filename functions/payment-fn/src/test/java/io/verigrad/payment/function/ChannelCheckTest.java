package io.verigrad.payment.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.channel.ChannelConfig;
import io.verigrad.channel.ChannelState;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.ledger.Channels;
import io.verigrad.ledger.testing.DatabaseResource;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Finish;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ChannelSigner;
import io.verigrad.x402.FacilitatorRequest;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runners' calls that channels pay: one voucher for one call, each where the one before ended. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@WithTestResource(DevChain.class)
class ChannelCheckTest extends PaymentFnTest {
    private static final ChainId CHAIN = new ChainId(84532);
    private static final long DELAY = 86_400;
    private static final long PRICE = CheckBody.PRICE;

    @Inject
    Channels channels;

    private Address vault = Address.ZERO;
    private PrivateKey payer = Keys.STRANGER;

    @BeforeEach
    void hasTokens() throws Exception {
        vault = chain.vaultOf(Keys.HOST.address());
        payer = payer(500_000);
    }

    @Test
    void collectsADepositAndServesOneCallAfterAnother() throws Exception {
        CheckBody first = paying(deposit(PRICE, 50_000));
        Answer reserved = check(first);
        assertThat(reserved.member("outcome")).isEqualTo("reserved");
        assertThat(reserved.member("settlement")).isEqualTo("deferred");
        assertThat(reserved.member("paymentId"))
                .isEqualTo(PaymentId.channel(id(), TokenAmount.ZERO).toString());
        assertThat(reserved.json().at("/channel/channelState/balance").asText()).isEqualTo("50000");
        assertThat(check(first).member("outcome")).as("the same again").isEqualTo("repeated");

        assertRefused(paying(voucher(PRICE)), "channel_busy");
        JsonNode receipt = confirmation(receipt(first, 0, 7_000, Keys.ENCLAVE), 0);
        assertThat(called("confirm", receipt, Keys.ENCLAVE).member("outcome")).isEqualTo("confirmed");
        assertThat(called("confirm", receipt, Keys.ENCLAVE).member("outcome"))
                .as("kept before")
                .isEqualTo("confirmed");

        Answer behind = assertRefused(paying(voucher(PRICE)), "cumulative_amount_mismatch");
        assertThat(behind.json()
                        .at("/channel/channelState/chargedCumulativeAmount")
                        .asText())
                .isEqualTo("7000");
        assertThat(behind.json().at("/channel/voucherState/signedMaxClaimable").asText())
                .isEqualTo("" + PRICE);
        assertThat(behind.json().at("/channel/voucherState/signature").asText())
                .isEqualTo(voucher(PRICE).at("/voucher/signature").asText());
        assertRefused(paying(voucher(2 * PRICE)), "cumulative_amount_mismatch");

        CheckBody second = paying(voucher(7_000 + PRICE));
        assertThat(check(second).member("outcome")).isEqualTo("reserved");
        assertThat(release(7_000, second).json().path("released").asBoolean()).isTrue();
        CheckBody third = paying(voucher(7_000 + PRICE));
        assertThat(check(third).member("outcome"))
                .as("nothing was charged at that place")
                .isEqualTo("reserved");
        assertThat(release(7_000, second).member("reason"))
                .as("the release of the call before, once more")
                .isEqualTo("payment_already_used");
        assertThat(state(PaymentId.channel(id(), TokenAmount.of(7_000)).toString()))
                .isEqualTo("RESERVED");
        assertThat(release(7_000, third).json().path("released").asBoolean()).isTrue();
    }

    @Test
    void reservesAPlaceOnceHoweverManyVouchersAreForIt() throws Exception {
        JsonNode deposit = deposit(PRICE, 50_000);
        List<Answer> answers = atOnce(8, () -> check(paying(deposit)));

        assertThat(answers.stream().filter(answer -> answer.member("outcome").equals("reserved")))
                .hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.member("outcome").equals("refused"))
                        .map(answer -> answer.member("reason")))
                .hasSize(7)
                .allMatch(reason -> reason.endsWith("channel_busy"));
        assertThat(chain.channels().state(id()).balance()).as("paid in once").isEqualTo(TokenAmount.of(50_000));
    }

    @Test
    void paysNoMoreThanTheChannelHolds() throws Exception {
        assertRefused(paying(voucher(PRICE)), "channel_not_found");
        assertRefused(paying(voucher(PRICE - 1)), "cumulative_amount_mismatch");
        CheckBody first = paying(deposit(PRICE, PRICE + 1));
        check(first);
        keep(first, 0, PRICE);

        assertRefused(paying(voucher(2 * PRICE)), "cumulative_exceeds_balance");
        assertThat(check(paying(deposit(2 * PRICE, PRICE))).member("outcome")).isEqualTo("reserved");
    }

    @Test
    void seesWhatWasPaidInElsewhere() throws Exception {
        CheckBody first = paying(deposit(PRICE, PRICE + 1));
        check(first);
        keep(first, 0, PRICE);
        PaymentRequirements terms = terms(DELAY, domain.verifyingContract());
        PaymentPayload more = PaymentPayload.v2(terms, Optional.empty(), deposit(2 * PRICE, PRICE), Optional.empty());

        assertThat(post("settle", new FacilitatorRequest(more, terms).toJson().toString())
                        .text())
                .contains("\"success\":true");

        assertThat(check(paying(voucher(2 * PRICE))).member("outcome")).isEqualTo("reserved");
    }

    @Test
    void refusesWhatThePayerDidNotSign() throws Exception {
        ObjectNode deposit = (ObjectNode) deposit(PRICE, 50_000);
        assertRefused(paying(changed(deposit, "/voucher", "maxClaimableAmount", "10001")), "voucher_signature");
        assertRefused(
                paying(changed(
                        deposit,
                        "/channelConfig",
                        "receiverAuthorizer",
                        payer.address().toString())),
                "channel_id_mismatch");
        assertRefused(paying(changed(deposit, "", "type", "refund")), "authorizer_not_configured");
        assertRefused(paying(changed(deposit, "", "type", "settle")), "payload");
        assertThat(chain.channels().state(id()).balance()).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void servesNobodyWhoMayBeGoneBeforeTheClaim() throws Exception {
        CheckBody first = paying(deposit(PRICE, 50_000));
        check(first);
        keep(first, 0, PRICE);
        // Asked for so long ago that the margin begins, in a look at the chain that is newer than any.
        Instant now = Clock.systemUTC().instant();
        leaving(now.minusSeconds(DELAY).plus(Duration.ofHours(2)).minusSeconds(5), now.plusSeconds(60));
        assertRefused(paying(deposit(2 * PRICE, 50_000)), "channel_withdrawal_near");
        assertThat(chain.channels().state(id()).balance()).isEqualTo(TokenAmount.of(50_000));

        leaving(now.minusSeconds(DELAY).plus(Duration.ofHours(2)).plusSeconds(300), now.plusSeconds(120));
        assertThat(check(paying(voucher(2 * PRICE))).member("outcome")).isEqualTo("reserved");
    }

    private void leaving(Instant since, Instant seenAt) {
        channels.observe(
                        id(),
                        channel(),
                        new ChannelState(
                                TokenAmount.of(50_000), TokenAmount.ZERO, since.getEpochSecond(), BigInteger.ZERO),
                        seenAt)
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    @Test
    void refusesRunnersWhoseChannelsCannotBeClaimedInTime() {
        for (PaymentRequirements terms :
                List.of(terms(3600, domain.verifyingContract()), terms(DELAY, Keys.ENCLAVE.address()))) {
            assertThat(check(paying(deposit(PRICE, 50_000)).with(terms)).member("reason"))
                    .isEqualTo("offer_mismatch");
        }
    }

    @Test
    void takesNoReceiptThatTheRunnerDidNotSignForThePayment() throws Exception {
        CheckBody first = paying(deposit(PRICE, 50_000));
        check(first);
        JsonNode forged = confirmation(receipt(first, 0, PRICE, Keys.STRANGER), 0);

        assertThat(called("confirm", forged, Keys.ENCLAVE).member("reason")).isEqualTo("malformed_request");
        assertThat(called("confirm", confirmation(receipt(first, 5, PRICE, Keys.ENCLAVE), 0), Keys.ENCLAVE)
                        .member("reason"))
                .isEqualTo("malformed_request");
        assertThat(state(PaymentId.channel(id(), TokenAmount.ZERO).toString())).isEqualTo("RESERVED");
    }

    private Answer check(CheckBody body) {
        return called("check", body.json(), Keys.ENCLAVE);
    }

    private Answer assertRefused(CheckBody body, String reason) {
        Answer answer = check(body);
        assertThat(answer.member("outcome")).isEqualTo("refused");
        assertThat(answer.member("reason")).endsWith(reason);
        return answer;
    }

    private Answer release(long place, CheckBody call) {
        Map<String, Object> body = Map.of(
                "paymentId",
                PaymentId.channel(id(), TokenAmount.of(place)),
                "requestHash",
                call.requestHash(),
                "reason",
                "run_failed");
        return called("release", Json.tree(body), Keys.ENCLAVE);
    }

    private Answer keep(CheckBody call, long place, long charge) {
        return called("confirm", confirmation(receipt(call, place, charge, Keys.ENCLAVE), place), Keys.ENCLAVE);
    }

    private JsonNode confirmation(SignedReceipt receipt, long place) {
        return Json.tree(
                Map.of("paymentId", PaymentId.channel(id(), TokenAmount.of(place)), "receipt", Json.tree(receipt)));
    }

    private SignedReceipt receipt(CheckBody call, long place, long charge, PrivateKey key) {
        Receipt receipt = new Receipt(
                call.requestHash(),
                fresh(),
                call.offer().offer().modelDigest(),
                Hash32.ZERO,
                Hash32.ZERO,
                call.offer().offer().structHash(),
                PaymentId.channel(id(), TokenAmount.of(place)),
                Hash32.ZERO,
                payer.address(),
                vault,
                DevnetContracts.USDC,
                Keys.ENCLAVE.address(),
                TokenAmount.of(PRICE),
                TokenAmount.of(charge),
                1,
                1,
                1,
                1_800_000_000,
                Scheme.CHANNEL,
                Finish.COMPLETE,
                Assurance.UNATTESTED);
        return SignedReceipt.sign(receipt, domain, call.offer(), key);
    }

    private static JsonNode changed(ObjectNode payload, String at, String member, String value) {
        ObjectNode copy = payload.deepCopy();
        ((ObjectNode) copy.at(at)).put(member, value);
        return copy;
    }

    private CheckBody paying(JsonNode payload) {
        PaymentRequirements terms = terms(DELAY, domain.verifyingContract());
        return new CheckBody(
                PaymentPayload.v2(terms, Optional.empty(), payload, Optional.empty()),
                terms,
                fresh(),
                CheckBody.offer(PRICE, vault, 600, domain, Keys.ENCLAVE),
                Optional.of(Keys.HOST.address()));
    }

    private JsonNode voucher(long maxClaimable) {
        return new ChannelSigner(payer, Clock.systemUTC())
                .voucher(channel(), TokenAmount.of(maxClaimable), terms(DELAY, domain.verifyingContract()));
    }

    private JsonNode deposit(long maxClaimable, long amount) {
        return new ChannelSigner(payer, Clock.systemUTC())
                .deposit(
                        channel(),
                        TokenAmount.of(maxClaimable),
                        TokenAmount.of(amount),
                        new BigInteger(1, fresh().toArray()),
                        terms(DELAY, domain.verifyingContract()));
    }

    private Hash32 id() {
        return channel().id(CHAIN);
    }

    private ChannelConfig channel() {
        return new ChannelConfig(
                payer.address(),
                payer.address(),
                vault,
                domain.verifyingContract(),
                DevnetContracts.USDC,
                DELAY,
                Hash32.ZERO);
    }

    private PaymentRequirements terms(long delay, Address authorizer) {
        return PaymentRequirements.of(
                        "batch-settlement",
                        CHAIN,
                        TokenAmount.of(PRICE),
                        DevnetContracts.USDC,
                        vault,
                        3600,
                        Map.of("name", "USDC", "version", "2", "receiverAuthorizer", authorizer.toString()))
                .withExtra(Json.mapper().createObjectNode().put("withdrawDelay", delay));
    }
}
