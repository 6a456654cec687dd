package io.verigrad.x402;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.Optional;

/** The payload of the schemes {@code exact} and {@code upto} by Permit2. */
public record Permit2Payload(Bytes signature, Permit2Authorization authorization) implements SignedPayment {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Permit2Payload parse(JsonNode json) throws PaymentFormatException {
        JsonFields fields = JsonFields.of(json, "payload", Reason.INVALID_PAYLOAD);
        return new Permit2Payload(
                fields.value("signature", Bytes::parse),
                Permit2Authorization.parse(fields.object("permit2Authorization")));
    }

    /** Whether a payload is one of Permit2 and not of EIP-3009; the two differ in a member. */
    static boolean isIn(JsonNode payload) {
        return payload.hasNonNull("permit2Authorization");
    }

    /** In {@code exact} a facilitator is a member that nobody knows, and nobody signs. */
    Permit2Payload withoutFacilitator() {
        Permit2Authorization.Witness witness = authorization.witness();
        return new Permit2Payload(
                signature,
                new Permit2Authorization(
                        authorization.from(),
                        authorization.token(),
                        authorization.amount(),
                        authorization.spender(),
                        authorization.nonce(),
                        authorization.deadline(),
                        new Permit2Authorization.Witness(witness.to(), Optional.empty(), witness.validAfter())));
    }

    @Override
    public Address payer() {
        return authorization.from();
    }

    @Override
    public Address payee() {
        return authorization.witness().to();
    }

    @Override
    public TokenAmount amount() {
        return authorization.amount();
    }

    @Override
    public BigInteger validAfter() {
        return authorization.witness().validAfter();
    }

    @Override
    public BigInteger validBefore() {
        return authorization.deadline();
    }

    @Override
    public Hash32 nonce() {
        return new Hash32(StructEncoder.untyped().uint(authorization.nonce()).encoded());
    }

    @Override
    public Hash32 paymentId(ChainId chain, Address asset) {
        return PaymentId.permit2(chain, Permit2.CONTRACT, payer(), authorization.nonce());
    }

    @JsonValue
    public JsonNode toJson() {
        ObjectNode json = WireJson.object().put("signature", signature.toString());
        json.set("permit2Authorization", authorization.toJson());
        return json;
    }

    /** Without the signature: who holds it can move the money. */
    @Override
    public String toString() {
        return "Permit2Payload[" + authorization + ']';
    }
}
