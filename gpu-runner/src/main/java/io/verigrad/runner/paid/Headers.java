package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.OfferReceipt;
import io.verigrad.x402.PaymentHeader;
import io.verigrad.x402.SettleResponse;
import java.util.Map;
import java.util.Optional;

/** The headers of a paid answer. */
final class Headers {
    private Headers() {}

    /**
     * @param transaction what settled the payment; empty while it is deferred, since nothing was broadcast then
     * @param paymentReceipt x402's own receipt
     * @param channel as it was before a call that a channel pays
     */
    static Map<String, String> of(
            SignedReceipt receipt,
            Product product,
            Payment payment,
            Optional<Hash32> transaction,
            Optional<JsonNode> paymentReceipt,
            Optional<JsonNode> channel) {
        return Map.of(
                "Verigrad-Receipt",
                PaymentHeader.encode(Json.tree(receipt)),
                "Verigrad-Assurance",
                assurance(receipt.receipt().assurance(), product.reachable()),
                payment.version().responseHeader(),
                PaymentHeader.encode(settlement(receipt, payment, transaction, paymentReceipt, channel)
                        .toJson(payment.version())),
                "Cache-Control",
                "private, no-store");
    }

    /** What the receipt claims, and where that is less what it would claim inside of a TEE. */
    private static String assurance(Assurance claimed, Assurance reachable) {
        return claimed == reachable ? claimed.name() : claimed.name() + "; would-be=" + reachable.name();
    }

    /** Says of a payment that was given up that nothing is charged. */
    static String failed(Payment payment, String reason) {
        return PaymentHeader.encode(SettleResponse.failed(
                        reason,
                        "the payment was not settled and is not charged",
                        Optional.of(payment.payer()),
                        Optional.empty(),
                        payment.terms().network())
                .toJson(payment.version()));
    }

    private static SettleResponse settlement(
            SignedReceipt receipt,
            Payment payment,
            Optional<Hash32> transaction,
            Optional<JsonNode> paymentReceipt,
            Optional<JsonNode> channel) {
        ObjectNode extensions = Json.mapper().createObjectNode();
        extensions
                .putObject("verigrad")
                .put("state", transaction.isPresent() ? "settled" : "deferred")
                .put("paymentId", payment.id().toString())
                .put("receiptId", receipt.id().toString());
        paymentReceipt.ifPresent(extension -> extensions.set(OfferReceipt.EXTENSION, extension));
        return new SettleResponse(
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(payment.payer()),
                transaction,
                payment.terms().network(),
                // What was signed need not be what is taken.
                payment.scheme() == Scheme.UPTO ? Optional.of(receipt.receipt().charge()) : Optional.empty(),
                Optional.of(extensions),
                channel.map(before -> charged(before, payment, receipt.receipt().charge())));
    }

    /** What payers by channel keep their book by. */
    private static JsonNode charged(JsonNode before, Payment payment, TokenAmount charge) {
        ObjectNode extra = before.deepCopy();
        extra.put("chargedAmount", charge.toString())
                .withObject("/channelState")
                .put(
                        "chargedCumulativeAmount",
                        payment.place().orElse(TokenAmount.ZERO).plus(charge).toString());
        return extra;
    }
}
