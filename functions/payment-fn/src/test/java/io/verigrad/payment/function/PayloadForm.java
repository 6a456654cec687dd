package io.verigrad.payment.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Eip3009Authorization;
import io.verigrad.x402.Permit2;
import io.verigrad.x402.Permit2Authorization;
import io.verigrad.x402.Permit2Payload;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the bodies of the table. The form is {@code v1} or {@code v2} for a payment by EIP-3009, {@code permit2} or
 * {@code upto} for one by Permit2, one of {@link ChannelForm} for one by channel, {@code raw} for a body that is no
 * payment. Of a row these members change a good payment, in this order:
 *
 * <ul>
 *   <li>{@code terms}: members of the payment requirements, and of what the payment accepts
 *   <li>{@code signed}: members of the authorization, before it is signed; {@code now+600} is a time
 *   <li>{@code allowance}: what Permit2 may take of the payer, by default all
 *   <li>{@code domain}: members of the EIP-712 domain that is signed for
 *   <li>{@code signer}: {@code payer} or {@code stranger}
 *   <li>{@code signature}: what is done to the signature, see {@link Signatures}
 *   <li>{@code set}, {@code remove}: members of the body; a path begins with {@code request}, {@code payment},
 *       {@code accepted}, {@code terms}, {@code payload} or {@code authorization}
 *   <li>{@code text}: pairs of a text and what it is replaced with
 *   <li>{@code body}: the body itself
 * </ul>
 */
final class PayloadForm {
    private static final ChainId CHAIN = new ChainId(84532);
    private static final Map<String, String> PLACES = Map.of(
            "request", "",
            "payment", "/paymentPayload",
            "accepted", "/paymentPayload/accepted",
            "terms", "/paymentRequirements",
            "payload", "/paymentPayload/payload",
            "authorization", "/paymentPayload/payload/authorization");

    private final PrivateKey payer;
    private final PrivateKey receiver;
    private final Address payee;
    private final long now;

    PayloadForm(PrivateKey payer, PrivateKey receiver, Clock clock) {
        this.payer = payer;
        this.receiver = receiver;
        this.payee = receiver.address();
        this.now = clock.instant().getEpochSecond();
    }

    String body(PayloadRow row) {
        JsonNode changes = row.changes();
        if (changes.has("body")) {
            return changes.path("body").asText();
        }
        ObjectNode terms = with(terms(row.form()), changes.path("terms"));
        ObjectNode request = row.form().equals("v1") ? v1(terms, changes) : v2(row.form(), terms, changes);
        changes.path("set")
                .properties()
                .forEach(change -> set(request, place(row, change.getKey()), change.getValue()));
        changes.path("remove").forEach(path -> remove(request, place(row, path.asText())));
        String text = request.toString();
        JsonNode replacement = changes.path("text");
        for (int i = 0; i + 1 < replacement.size(); i += 2) {
            String from = replacement.path(i).asText();
            if (!text.contains(from)) {
                throw new IllegalArgumentException(row + ": found no " + from + " in " + text);
            }
            text = text.replace(from, replacement.path(i + 1).asText());
        }
        return text;
    }

    /** What pays into the channel of a row, before anything else is done to it. */
    String deposit(PayloadRow row) {
        ObjectNode plain = Json.mapper().createObjectNode();
        plain.setAll(Map.of(
                "terms", row.changes().path("terms"), "channel", row.changes().path("channel")));
        return body(new PayloadRow(row.name(), "deposit", plain, 200, Optional.empty(), Optional.empty()));
    }

    private ObjectNode terms(String form) {
        if (ChannelForm.FORMS.contains(form)) {
            ObjectNode terms = (ObjectNode) CheckBody.requirements(1_000, payee).toJson();
            ((ObjectNode) terms.put("scheme", "batch-settlement").path("extra"))
                    .put("receiverAuthorizer", payee.toString())
                    .put("withdrawDelay", 900);
            return terms;
        }
        ObjectNode terms = (ObjectNode) CheckBody.requirements(10_000, payee).toJson();
        ObjectNode extra = (ObjectNode) terms.path("extra");
        switch (form) {
            case "permit2" -> extra.put("assetTransferMethod", "permit2");
            case "upto" ->
                terms.put("scheme", "upto")
                        .set(
                                "extra",
                                Json.tree(Map.of(
                                        "facilitatorAddress",
                                        Keys.FACILITATOR.address().toString())));
            default -> {}
        }
        return terms;
    }

    private ObjectNode v2(String form, ObjectNode terms, JsonNode changes) {
        ObjectNode request = Json.mapper().createObjectNode().put("x402Version", 2);
        ObjectNode payment = request.putObject("paymentPayload").put("x402Version", 2);
        payment.set("accepted", terms.deepCopy());
        payment.set(
                "payload",
                switch (form) {
                    case "v2" -> payload(terms, changes);
                    case "permit2", "upto" -> permit2(form, terms, changes);
                    default -> channel(terms, changes).payload(form);
                });
        request.set("paymentRequirements", terms);
        return request;
    }

    private ObjectNode v1(ObjectNode terms, JsonNode changes) {
        JsonNode payload = payload(terms, changes);
        terms.set("maxAmountRequired", terms.remove("amount"));
        terms.put("network", "base-sepolia")
                .put("resource", "https://example.org")
                .put("description", "");
        ObjectNode request = Json.mapper().createObjectNode().put("x402Version", 1);
        ObjectNode payment = request.putObject("paymentPayload").put("x402Version", 1);
        payment.put("scheme", terms.path("scheme").asText()).put("network", "base-sepolia");
        payment.set("payload", payload);
        request.set("paymentRequirements", terms);
        return request;
    }

    private JsonNode payload(ObjectNode terms, JsonNode changes) {
        ObjectNode authorization = Json.mapper()
                .createObjectNode()
                .put("from", payer.address().toString())
                .put("to", payee.toString())
                .put("value", terms.path("amount").asText())
                .put("validAfter", "0")
                .put("validBefore", "now+600")
                .put("nonce", PaymentFnTest.fresh().toString());
        with(authorization, changes.path("signed"));
        Hash32 digest = domain(changes.path("domain")).digest(signed(authorization));
        Bytes signature = signature(changes, digest);
        ObjectNode payload = Json.mapper().createObjectNode().put("signature", signature.toString());
        payload.set("authorization", authorization);
        return payload;
    }

    private ChannelForm channel(ObjectNode terms, JsonNode changes) {
        ObjectNode config = with(ChannelForm.config(payer, terms), changes.path("channel"));
        return new ChannelForm(payer, receiver, terms, config, changes);
    }

    private JsonNode permit2(String form, ObjectNode terms, JsonNode changes) {
        ObjectNode flat = Json.mapper()
                .createObjectNode()
                .put("from", payer.address().toString())
                .put("token", terms.path("asset").asText())
                .put("amount", terms.path("amount").asText())
                .put("spender", (form.equals("upto") ? Permit2.UPTO_PROXY : Permit2.EXACT_PROXY).toString())
                .put("nonce", new BigInteger(1, PaymentFnTest.fresh().toArray()).toString())
                .put("deadline", "now+600")
                .put("to", payee.toString())
                .put("validAfter", "0");
        if (form.equals("upto")) {
            flat.put("facilitator", Keys.FACILITATOR.address().toString());
        }
        with(flat, changes.path("signed"));
        Permit2Authorization authorization = new Permit2Authorization(
                address(flat, "from"),
                address(flat, "token"),
                new TokenAmount(number(flat, "amount")),
                address(flat, "spender"),
                number(flat, "nonce"),
                number(flat, "deadline"),
                new Permit2Authorization.Witness(
                        address(flat, "to"),
                        Optional.ofNullable(flat.get("facilitator")).map(text -> Address.parse(text.asText())),
                        number(flat, "validAfter")));
        ChainId chain = new ChainId(changes.path("domain").path("chainId").asLong(CHAIN.value()));
        return new Permit2Payload(signature(changes, authorization.digest(chain)), authorization).toJson();
    }

    private Bytes signature(JsonNode changes, Hash32 digest) {
        PrivateKey key = changes.path("signer").asText("payer").equals("payer") ? payer : Keys.STRANGER;
        return Signatures.valueOf(changes.path("signature").asText("AS_IT_IS")).of(key, digest);
    }

    private static Address address(JsonNode object, String member) {
        return Address.parse(object.path(member).asText());
    }

    private static Hash32 signed(JsonNode authorization) {
        return new Eip3009Authorization(
                        Address.parse(authorization.path("from").asText()),
                        Address.parse(authorization.path("to").asText()),
                        new TokenAmount(number(authorization, "value")),
                        number(authorization, "validAfter"),
                        number(authorization, "validBefore"),
                        Hash32.parse(authorization.path("nonce").asText()))
                .structHash();
    }

    private static BigInteger number(JsonNode object, String member) {
        return new BigInteger(object.path(member).asText());
    }

    private static TypedDataDomain domain(JsonNode changes) {
        return TypedDataDomain.of(
                changes.path("name").asText("USDC"),
                changes.path("version").asText("2"),
                new ChainId(changes.path("chainId").asLong(CHAIN.value())),
                Address.parse(changes.path("token").asText(DevnetContracts.USDC.toString())));
    }

    /** A copy of nothing: {@code object} itself, with members that differ. Times and names get their values. */
    private ObjectNode with(ObjectNode object, JsonNode changes) {
        changes.properties().forEach(change -> object.set(change.getKey(), change.getValue()));
        object.properties().forEach(member -> member.setValue(value(member.getValue())));
        return object;
    }

    private JsonNode value(JsonNode value) {
        String text = value.asText();
        if (text.matches("now[+-][0-9]+")) {
            return Json.tree(Long.toString(now + Long.parseLong(text.substring(3))));
        }
        return switch (text) {
            case "PAYER" -> Json.tree(payer.address());
            case "PAYEE" -> Json.tree(payee);
            case "STRANGER" -> Json.tree(Keys.STRANGER.address());
            case "POOR" -> Json.tree(Keys.POOR.address());
            default -> value;
        };
    }

    private void set(ObjectNode request, String path, JsonNode value) {
        parent(request, path).set(path.substring(path.lastIndexOf('.') + 1), value(value));
    }

    private static void remove(ObjectNode request, String path) {
        parent(request, path).remove(path.substring(path.lastIndexOf('.') + 1));
    }

    /** In Permit2 the authorization has another name. */
    private static String place(PayloadRow row, String path) {
        boolean permit2 = row.form().equals("permit2") || row.form().equals("upto");
        return permit2 && path.startsWith("authorization.")
                ? "payload.permit2Authorization" + path.substring("authorization".length())
                : path;
    }

    private static ObjectNode parent(ObjectNode request, String path) {
        String[] names = path.split("\\.");
        StringBuilder pointer = new StringBuilder(PLACES.get(names[0]));
        for (int i = 1; i < names.length - 1; i++) {
            pointer.append('/').append(names[i]);
        }
        return (ObjectNode) request.at(pointer.toString());
    }
}
