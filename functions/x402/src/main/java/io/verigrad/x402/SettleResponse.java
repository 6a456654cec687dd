package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.Optional;

/**
 * The outcome of a settlement: the answer to {@code POST /settle} and the content of {@code PAYMENT-RESPONSE} (x402 v2,
 * section 7.2).
 *
 * @param transaction one that was broadcast; absent (the empty string on the wire) while there is none
 * @param amount what was taken, for the scheme {@code upto}
 * @param extensions for deferred settlement the state of the payment
 * @param extra for {@code batch-settlement} the state of the channel
 */
public record SettleResponse(
        boolean success,
        Optional<String> errorReason,
        Optional<String> errorMessage,
        Optional<Address> payer,
        Optional<Hash32> transaction,
        ChainId network,
        Optional<TokenAmount> amount,
        Optional<JsonNode> extensions,
        Optional<JsonNode> extra) {
    public SettleResponse {
        extensions = extensions.map(JsonNode::deepCopy);
        extra = extra.map(JsonNode::deepCopy);
    }

    public static SettleResponse settled(Address payer, Hash32 transaction, ChainId network) {
        return new SettleResponse(
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(payer),
                Optional.of(transaction),
                network,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Nothing was used, so nothing is taken: scheme {@code upto}. */
    public static SettleResponse nothingTaken(Address payer, ChainId network) {
        return new SettleResponse(
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(payer),
                Optional.empty(),
                network,
                Optional.of(TokenAmount.ZERO),
                Optional.empty(),
                Optional.empty());
    }

    /** The answer is given before the money moves; {@code extensions} says so. */
    public static SettleResponse deferred(Address payer, ChainId network, JsonNode extensions) {
        return new SettleResponse(
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(payer),
                Optional.empty(),
                network,
                Optional.empty(),
                Optional.of(extensions),
                Optional.empty());
    }

    public static SettleResponse failed(
            String reason, String message, Optional<Address> payer, Optional<Hash32> transaction, ChainId network) {
        return new SettleResponse(
                false,
                Optional.of(reason),
                Optional.of(message),
                payer,
                transaction,
                network,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with what was taken, where that may be less than what was signed. */
    public SettleResponse withAmount(Optional<TokenAmount> taken) {
        return new SettleResponse(
                success, errorReason, errorMessage, payer, transaction, network, taken, extensions, extra);
    }

    /** The same with what the scheme adds. */
    public SettleResponse withExtra(JsonNode added) {
        return new SettleResponse(
                success,
                errorReason,
                errorMessage,
                payer,
                transaction,
                network,
                amount,
                extensions,
                Optional.of(added));
    }

    /** Reads the form of version 2. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SettleResponse parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "response", Reason.UNEXPECTED_SETTLE_ERROR);
        boolean broadcast = fields.optionalText("transaction")
                .filter(text -> !text.isEmpty())
                .isPresent();
        return new SettleResponse(
                fields.bool("success"),
                fields.optionalText("errorReason"),
                fields.optionalText("errorMessage"),
                fields.optional("payer").isPresent()
                        ? Optional.of(fields.value("payer", Address::parse))
                        : Optional.empty(),
                broadcast ? Optional.of(fields.value("transaction", Hash32::parse)) : Optional.empty(),
                fields.value("network", ChainId::parse, Reason.INVALID_NETWORK),
                fields.optional("amount").isPresent()
                        ? Optional.of(fields.value("amount", TokenAmount::parse))
                        : Optional.empty(),
                fields.optionalObject("extensions"),
                fields.optionalObject("extra"));
    }

    /** The form of version 2. */
    @JsonValue
    public JsonNode toJson() {
        return toJson(ProtocolVersion.V2);
    }

    /** The form of {@code version}; the two differ in the name of the network. */
    public JsonNode toJson(ProtocolVersion version) {
        ObjectNode json = WireJson.object().put("success", success);
        errorReason.ifPresent(text -> json.put("errorReason", text));
        errorMessage.ifPresent(text -> json.put("errorMessage", text));
        payer.ifPresent(address -> json.put("payer", address.toString()));
        json.put("transaction", transaction.map(Hash32::toString).orElse(""));
        json.put(
                "network",
                switch (version) {
                    case V1 -> NetworkName.of(network).orElse(network.toString());
                    case V2 -> network.toString();
                });
        amount.ifPresent(taken -> json.put("amount", taken.toString()));
        extensions.ifPresent(value -> json.set("extensions", value.deepCopy()));
        extra.ifPresent(value -> json.set("extra", value.deepCopy()));
        return json;
    }
}
