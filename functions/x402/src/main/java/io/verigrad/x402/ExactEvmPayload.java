package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * The payload of scheme {@code exact} by EIP-3009.
 *
 * @param signature as sent: 65 bytes of an account with a key, other lengths of contract wallets
 */
public record ExactEvmPayload(Bytes signature, Eip3009Authorization authorization) implements SignedPayment {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ExactEvmPayload parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "payload", Reason.INVALID_PAYLOAD);
        return new ExactEvmPayload(
                fields.value("signature", Bytes::parse), Eip3009Authorization.parse(fields.object("authorization")));
    }

    @Override
    public Address payer() {
        return authorization.from();
    }

    @Override
    public Address payee() {
        return authorization.to();
    }

    @Override
    public TokenAmount amount() {
        return authorization.value();
    }

    @Override
    public BigInteger validAfter() {
        return authorization.validAfter();
    }

    @Override
    public BigInteger validBefore() {
        return authorization.validBefore();
    }

    @Override
    public Hash32 nonce() {
        return authorization.nonce();
    }

    @Override
    public Hash32 paymentId(ChainId chain, Address asset) {
        return PaymentId.eip3009(chain, asset, payer(), authorization.nonce());
    }

    @JsonValue
    public JsonNode toJson() {
        ObjectNode json = WireJson.object().put("signature", signature.toString());
        json.set("authorization", authorization.toJson());
        return json;
    }

    /** Without the signature: who holds it can move the money. */
    @Override
    public String toString() {
        return "ExactEvmPayload[" + authorization + ']';
    }
}
