package io.verigrad.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.json.Json;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.ChannelPayload;
import io.verigrad.x402.ChannelRules;
import io.verigrad.x402.PayerProof;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequirements;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sells by channels, and keeps its book as servers do: vouchers must be one price above what was charged. */
final class FakeChannelServer implements AutoCloseable {
    static final TokenAmount PRICE = TokenAmount.of(100);

    private final HttpServer server;
    private final List<String> seen = new ArrayList<>();
    private TokenAmount balance = TokenAmount.ZERO;
    private TokenAmount charged = TokenAmount.ZERO;
    private TokenAmount signed = TokenAmount.ZERO;
    private String signature = "";
    /** What a call costs, of what it may. */
    TokenAmount charge = PRICE;
    /** What it says that it charged, if not that. */
    String lie = "";

    FakeChannelServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI target() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/weather");
    }

    /** What came: the kind of each payment, and what it signed for. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    /** What this server has charged, whoever forgets it. */
    TokenAmount charged() {
        return charged;
    }

    /** Claims to have charged more, without a signature for it. */
    void claimToHaveCharged(long amount) {
        charged = TokenAmount.of(amount);
        signed = charged;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String header = exchange.getRequestHeaders().getFirst("PAYMENT-SIGNATURE");
        try {
            if (header == null) {
                refuse(exchange, "Payment required", false);
            } else {
                take(exchange, PaymentPayload.parse(PaymentHeader.decode(header)));
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void take(HttpExchange exchange, PaymentPayload payment) throws Exception {
        PaymentRequirements terms = PaymentRequirements.parse(terms());
        ChannelPayload.Payment payload = (ChannelPayload.Payment) ChannelPayload.parse(payment.payload());
        seen.add(payment.payload().path("type").asText() + " "
                + payload.voucher().maxClaimable());
        if (ChannelRules.checkChannel(payload.channel(), payload.voucher(), terms)
                        .isPresent()
                || ChannelRules.proof(payload.channel(), payload.voucher(), terms)
                        .filter(PayerProof.Key.class::isInstance)
                        .isEmpty()) {
            refuse(exchange, "invalid_batch_settlement_evm_voucher_signature", false);
            return;
        }
        TokenAmount expected = payload instanceof ChannelPayload.Refund ? charged : charged.plus(PRICE);
        if (!payload.voucher().maxClaimable().equals(expected)) {
            refuse(exchange, "invalid_batch_settlement_evm_cumulative_amount_mismatch", true);
            return;
        }
        ObjectNode settlement = Json.mapper()
                .createObjectNode()
                .put("success", true)
                .put("transaction", "")
                .put("network", terms.network().toString());
        switch (payload) {
            case ChannelPayload.Refund ignored -> {
                settlement.put("amount", balance.minus(charged).toString());
                balance = charged;
            }
            case ChannelPayload.Deposit deposit -> {
                balance = balance.plus(deposit.deposit().amount());
                charge(payload, settlement);
            }
            case ChannelPayload.Voucher ignored -> charge(payload, settlement);
        }
        exchange.getResponseHeaders().add("PAYMENT-RESPONSE", PaymentHeader.encode(settlement));
        answer(exchange, 200);
    }

    private void charge(ChannelPayload.Payment payload, ObjectNode settlement) {
        charged = charged.plus(charge);
        signed = payload.voucher().maxClaimable();
        signature = payload.voucher().signature().toString();
        settlement.putObject("extra").put("chargedAmount", lie.isEmpty() ? charge.toString() : lie);
    }

    private void refuse(HttpExchange exchange, String error, boolean corrective) throws IOException {
        ObjectNode required =
                Json.mapper().createObjectNode().put("x402Version", 2).put("error", error);
        required.putObject("resource").put("url", target().toString());
        ObjectNode terms = (ObjectNode) terms();
        if (corrective) {
            ObjectNode extra = (ObjectNode) terms.get("extra");
            extra.putObject("channelState")
                    .put("channelId", channelId())
                    .put("balance", balance.toString())
                    .put("chargedCumulativeAmount", charged.toString());
            extra.putObject("voucherState")
                    .put("signedMaxClaimable", signed.toString())
                    .put("signature", signature);
        }
        required.putArray("accepts").add(terms);
        exchange.getResponseHeaders().add("PAYMENT-REQUIRED", PaymentHeader.encode(required));
        answer(exchange, 402);
    }

    private String channelId() {
        try {
            return ChannelTerms.of(
                            List.of(PaymentRequirements.parse(terms())),
                            TestEnclave.NETWORK.chainId(),
                            TestEnclave.PAYER.address(),
                            ClientPolicy.of(java.util.Set.of(TestEnclave.USDC), PRICE),
                            java.time.Duration.ofHours(1),
                            java.util.Optional.empty())
                    .orElseThrow()
                    .id()
                    .toString();
        } catch (io.verigrad.x402.PaymentFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        byte[] body = "{\"weather\":\"sunny\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static JsonNode terms() {
        ObjectNode terms = Json.mapper()
                .createObjectNode()
                .put("scheme", "batch-settlement")
                .put("network", TestEnclave.NETWORK.chainId().toString())
                .put("amount", PRICE.toString())
                .put("asset", TestEnclave.USDC.toString())
                .put("payTo", "0x00000000000000000000000000000000000000aa")
                .put("maxTimeoutSeconds", 300);
        terms.putObject("extra")
                .put("name", "USDC")
                .put("version", "2")
                .put("receiverAuthorizer", "0x00000000000000000000000000000000000000bb")
                .put("withdrawDelay", 900)
                .put("minDeposit", "300");
        return terms;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
