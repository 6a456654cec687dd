package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** A payer, an offer and a payment of it at a fixed time. */
final class Samples {
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000L), ZoneOffset.UTC);
    static final ChainId BASE_SEPOLIA = new ChainId(84532);
    static final Address USDC = Address.parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e");
    static final Address PAYEE = Address.parse("0x209693Bc6afc0C5328bA36FaF03C514EF312287C");
    static final PrivateKey PAYER =
            PrivateKey.parse("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");
    static final Hash32 NONCE = Hash32.parse("0x" + "f3".repeat(32));
    static final ResourceInfo RESOURCE = ResourceInfo.of("https://example.org/v1", "A model", "application/json");
    static final PaymentRequirements OFFER = offer(TokenAmount.of(10_000), PAYEE);

    private Samples() {}

    static PaymentRequirements offer(TokenAmount amount, Address payTo) {
        return PaymentRequirements.of(
                PaymentRequirements.EXACT,
                BASE_SEPOLIA,
                amount,
                USDC,
                payTo,
                3600,
                Map.of("name", "USDC", "version", "2"));
    }

    static PaymentPayload payment() {
        return new Eip3009Signer(PAYER, CLOCK).pay(OFFER, Optional.of(RESOURCE), NONCE);
    }

    /** The JSON of {@link #payment} with one member, named by its pointer, replaced; the empty string removes it. */
    static JsonNode paymentWith(String pointer, String json) {
        return with(payment().toJson(), pointer, json);
    }

    static JsonNode with(JsonNode tree, String pointer, String json) {
        int last = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) tree.at(pointer.substring(0, last));
        if (json.isEmpty()) {
            parent.remove(pointer.substring(last + 1));
        } else {
            parent.set(pointer.substring(last + 1), json(json));
        }
        return tree;
    }

    static JsonNode json(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
