package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.runner.standin.Network;
import io.verigrad.runner.standin.StandIns;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Permit2Signer;
import io.verigrad.x402.Remedy;
import io.verigrad.x402.SettleResponse;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls that are paid by Permit2, at a fixed price or for what they use. */
@QuarkusTest
@WithTestResource(StandIns.class)
class Permit2CallTest extends RunningRunner {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO = "{\"model\":\"tiny-decoder\",\"max_completion_tokens\":5,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}";

    @Test
    void takesTheWholePriceByPermit2() throws Exception {
        HttpResponse<byte[]> response = pay(CHAT, HELLO, Scheme.EXACT_PERMIT2);

        Receipt receipt = Consumer.receipt(response).receipt();
        assertThat(receipt.scheme()).isEqualTo(Scheme.EXACT_PERMIT2);
        assertThat(receipt.charge()).isEqualTo(TokenAmount.of(700));
        assertThat(receipt.cap()).isEqualTo(TokenAmount.of(700));
        assertThat(receipt.paymentId())
                .isEqualTo(PaymentId.permit2(
                        Network.CHAIN, PaymentId.PERMIT2_CONTRACT, consumer.key.address(), nonceOf(receipt)));
    }

    @Test
    void chargesTheTokensThatWereUsed() throws Exception {
        HttpResponse<byte[]> response = pay(CHAT, HELLO, Scheme.UPTO);

        Receipt receipt = Consumer.receipt(response).receipt();
        assertThat(receipt.scheme()).isEqualTo(Scheme.UPTO);
        assertThat(receipt.cap()).isEqualTo(TokenAmount.of(700));
        assertThat(receipt.inputUnits()).isPositive();
        assertThat(receipt.outputUnits()).isBetween(1L, 5L);
        TokenAmount used = TokenAmount.of(receipt.inputUnits() + 5 * receipt.outputUnits());
        assertThat(receipt.charge()).isEqualTo(used).isLessThan(receipt.cap());
        assertThat(Consumer.receipt(response).offer().offer().structHash()).isEqualTo(receipt.offerHash());
        SettleResponse settlement = SettleResponse.parse(PaymentHeader.decode(
                response.headers().firstValue("PAYMENT-RESPONSE").orElseThrow()));
        assertThat(settlement.amount()).contains(used);
    }

    @Test
    void chargesThePriceWhereUnitsHaveNone() throws Exception {
        Receipt receipt = Consumer.receipt(pay(INFER, FLOWER, Scheme.UPTO)).receipt();

        assertThat(receipt.scheme()).isEqualTo(Scheme.UPTO);
        assertThat(receipt.charge()).isEqualTo(receipt.cap()).isEqualTo(TokenAmount.of(500));
    }

    @Test
    void showsClientsOfVersion1OnlyWhatTheyKnow() throws Exception {
        assertThat(Consumer.json(consumer.post(CHAT, HELLO)).path("accepts")).hasSize(1);
    }

    @Test
    void saysHowToAllowPermit2WhereItMayNotTakeEnough() throws Exception {
        payment.checkRefusal = Map.of(
                "outcome",
                "refused",
                "reason",
                "permit2_allowance_required",
                "message",
                "expected an allowance of 700, found 200",
                "remedy",
                Remedy.approve(Network.USDC, TokenAmount.of(700), TokenAmount.of(200)));

        HttpResponse<byte[]> response = send(CHAT, HELLO, Scheme.UPTO);

        assertThat(response.statusCode()).isEqualTo(412);
        assertThat(error(response)).isEqualTo("permit2_allowance_required");
        JsonNode help = Consumer.json(response).path("verigrad");
        assertThat(help.path("message").asText()).contains("found 200");
        assertThat(help.at("/remedy/action").asText()).isEqualTo("APPROVE");
        assertThat(help.at("/remedy/asset").asText()).isEqualTo(Network.USDC.toString());
        assertThat(help.at("/remedy/missing").asText()).isEqualTo("500");
        assertThat(help.at("/remedy/call/to").asText()).isEqualTo(Network.USDC.toString());
        assertThat(help.at("/remedy/call/data").asText())
                .isEqualTo("0x095ea7b3000000000000000000000000000000000022d473030f116ddee9f6b43ac78ba3"
                        + "00000000000000000000000000000000000000000000000000000000000002bc");
    }

    @Test
    void saysHowMuchIsMissing() throws Exception {
        payment.checkRefusal = Map.of(
                "outcome",
                "refused",
                "reason",
                "permit2_insufficient_balance",
                "remedy",
                Remedy.fund(Network.USDC, TokenAmount.of(700), TokenAmount.of(1)));

        HttpResponse<byte[]> response = send(CHAT, HELLO, Scheme.UPTO);

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(Consumer.json(response).at("/verigrad/remedy/action").asText())
                .isEqualTo("FUND");
        assertThat(Consumer.json(response).at("/verigrad/remedy/missing").asText())
                .isEqualTo("699");
    }

    @Test
    void saysHowToPay() throws Exception {
        assertThat(Consumer.json(consumer.post(CHAT, HELLO))
                        .at("/verigrad/message")
                        .asText())
                .contains("PAYMENT-SIGNATURE");
    }

    @Test
    void refusesAPaymentThatAnotherFacilitatorCouldTake() throws Exception {
        PaymentRequired required = consumer.offer(CHAT, HELLO);
        PaymentRequirements upto = way(required, Scheme.UPTO);
        ObjectNode json = (ObjectNode) new Permit2Signer(consumer.key, Consumer.CLOCK)
                .pay(upto, Optional.empty(), BigInteger.TEN)
                .toJson();
        json.withObject("/payload/permit2Authorization/witness").put("facilitator", Network.HOST.toString());

        HttpResponse<byte[]> response = consumer.post(CHAT, HELLO, "PAYMENT-SIGNATURE", PaymentHeader.encode(json));

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(Consumer.json(response).path("error").asText()).isEqualTo("upto_facilitator_mismatch");
    }

    private HttpResponse<byte[]> pay(String path, String body, Scheme scheme) throws Exception {
        HttpResponse<byte[]> response = send(path, body, scheme);
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return response;
    }

    private HttpResponse<byte[]> send(String path, String body, Scheme scheme) throws Exception {
        PaymentRequired required = consumer.offer(path, body);
        Hash32 requestHash = ContentHash.request("POST", path, body.getBytes(StandardCharsets.UTF_8));
        Hash32 clientNonce = Hash32.parse("0x" + "5a".repeat(32));
        Hash32 nonce = ContentHash.boundNonce(requestHash, clientNonce);
        String header = PaymentHeader.encode(new Permit2Signer(consumer.key, Consumer.CLOCK)
                .pay(way(required, scheme), Optional.of(required.resource()), new BigInteger(1, nonce.toArray()))
                .toJson());
        return consumer.post(path, body, "PAYMENT-SIGNATURE", header, "Verigrad-Client-Nonce", clientNonce.toString());
    }

    private static PaymentRequirements way(PaymentRequired required, Scheme scheme) {
        return required.accepts().stream()
                .filter(terms -> EvmSchemes.of(terms).equals(Optional.of(scheme)))
                .findFirst()
                .orElseThrow();
    }

    private static BigInteger nonceOf(Receipt receipt) {
        return new BigInteger(
                1,
                ContentHash.boundNonce(receipt.requestHash(), receipt.clientNonce())
                        .toArray());
    }
}
