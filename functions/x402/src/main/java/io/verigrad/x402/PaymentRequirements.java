package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One way to pay that a server offers (x402 v2, section 5.1), on an EVM chain. What was parsed is written back as it
 * came, because a server compares the terms that a client accepted with those that it offered.
 */
public final class PaymentRequirements {
    /** The scheme that pays a fixed amount. */
    public static final String EXACT = "exact";

    /** The scheme that pays what was used, up to the amount. */
    public static final String UPTO = "upto";

    /** The scheme of payment channels. */
    public static final String BATCH_SETTLEMENT = "batch-settlement";

    private final String scheme;
    private final ChainId network;
    private final TokenAmount amount;
    private final Address asset;
    private final Address payTo;
    private final int maxTimeoutSeconds;
    private final JsonNode extra;
    private final JsonNode json;

    private PaymentRequirements(JsonFields fields, ChainId network, String amountMember, JsonNode json)
            throws PaymentFormatException {
        this.scheme = fields.text("scheme");
        this.network = network;
        this.amount = fields.value(amountMember, TokenAmount::parse);
        this.asset = fields.value("asset", Address::parse);
        this.payTo = fields.value("payTo", Address::parse);
        // A receiver that claims its channels signs nothing that ends, and the reference's says 0.
        this.maxTimeoutSeconds = scheme.equals(BATCH_SETTLEMENT) && isZero(fields)
                ? 0
                : fields.positiveInt("maxTimeoutSeconds", Reason.INVALID_PAYMENT_REQUIREMENTS);
        this.extra = fields.optionalObject("extra").orElseGet(WireJson::object).deepCopy();
        this.json = json;
    }

    private static boolean isZero(JsonFields fields) {
        return fields.optional("maxTimeoutSeconds")
                .filter(member -> member.isIntegralNumber() && member.asText().equals("0"))
                .isPresent();
    }

    /**
     * Terms of ours.
     *
     * @param extra for {@code exact} the name and version of the token's EIP-712 domain
     */
    public static PaymentRequirements of(
            String scheme,
            ChainId network,
            TokenAmount amount,
            Address asset,
            Address payTo,
            int maxTimeoutSeconds,
            Map<String, String> extra) {
        ObjectNode json = WireJson.object()
                .put("scheme", scheme)
                .put("network", network.toString())
                .put("amount", amount.toString())
                .put("asset", asset.toString())
                .put("payTo", payTo.toString())
                .put("maxTimeoutSeconds", maxTimeoutSeconds);
        ObjectNode members = json.putObject("extra");
        extra.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(member -> members.put(member.getKey(), member.getValue()));
        try {
            return parse(json);
        } catch (PaymentFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PaymentRequirements parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "paymentRequirements", Reason.INVALID_PAYMENT_REQUIREMENTS);
        WireJson.check(json, Reason.INVALID_PAYMENT_REQUIREMENTS);
        ChainId network = fields.value("network", ChainId::parse, Reason.INVALID_NETWORK);
        return new PaymentRequirements(fields, network, "amount", json.deepCopy());
    }

    /** Terms in the form of version 1: {@code maxAmountRequired}, and the network by its name. */
    public static PaymentRequirements parseV1(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "paymentRequirements", Reason.INVALID_PAYMENT_REQUIREMENTS);
        WireJson.check(json, Reason.INVALID_PAYMENT_REQUIREMENTS);
        ChainId network = fields.value("network", NetworkName::parse, Reason.INVALID_NETWORK);
        ObjectNode v2 = json.deepCopy();
        v2.put("network", network.toString());
        v2.set("amount", fields.required("maxAmountRequired"));
        v2.remove("maxAmountRequired");
        return new PaymentRequirements(fields, network, "maxAmountRequired", v2);
    }

    /** The same terms for another amount. */
    public PaymentRequirements withAmount(TokenAmount changed) {
        try {
            return parse(((ObjectNode) toJson()).put("amount", changed.toString()));
        } catch (PaymentFormatException e) {
            throw new IllegalStateException("terms became malformed", e);
        }
    }

    /** The same terms with members of {@code extra} added or replaced. */
    public PaymentRequirements withExtra(JsonNode members) {
        ObjectNode changed = (ObjectNode) toJson();
        members.properties().forEach(member -> changed.withObject("/extra").set(member.getKey(), member.getValue()));
        try {
            return parse(changed);
        } catch (PaymentFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public String scheme() {
        return scheme;
    }

    public ChainId network() {
        return network;
    }

    public TokenAmount amount() {
        return amount;
    }

    /** The token contract. */
    public Address asset() {
        return asset;
    }

    public Address payTo() {
        return payTo;
    }

    /** How long the signed payment should stay good. */
    public int maxTimeoutSeconds() {
        return maxTimeoutSeconds;
    }

    /** A member of {@code extra}, if it is a string that is not empty. */
    public Optional<String> extra(String name) {
        return Optional.ofNullable(extra.get(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isEmpty());
    }

    /** A member of {@code extra}, if it is a whole number of at most 63 bits, also as a string. */
    public OptionalLong extraNumber(String name) {
        JsonNode member = extra.path(name);
        if (member.isIntegralNumber() && member.canConvertToLong()) {
            return OptionalLong.of(member.longValue());
        }
        try {
            return member.isTextual() ? OptionalLong.of(Long.parseLong(member.textValue())) : OptionalLong.empty();
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /** The form of version 2. */
    @JsonValue
    public JsonNode toJson() {
        return json.deepCopy();
    }

    /** The form of version 1, or empty if version 1 has no name for the chain. */
    public Optional<JsonNode> toV1Json(ResourceInfo resource) {
        return NetworkName.of(network).map(name -> {
            ObjectNode v1 = WireJson.object()
                    .put("scheme", scheme)
                    .put("network", name)
                    .put("maxAmountRequired", amount.toString())
                    .put("resource", resource.url())
                    .put("description", resource.description().orElse(""))
                    .put("mimeType", resource.mimeType().orElse(""))
                    .put("payTo", payTo.toString())
                    .put("maxTimeoutSeconds", maxTimeoutSeconds)
                    .put("asset", asset.toString());
            v1.set("extra", extra.deepCopy());
            return v1;
        });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PaymentRequirements that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
