package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * The transfer that a payer signs (EIP-3009, {@code TransferWithAuthorization}). Times are {@code uint256} unix seconds:
 * the transfer is good after {@code validAfter} and before {@code validBefore}.
 */
public record Eip3009Authorization(
        Address from, Address to, TokenAmount value, BigInteger validAfter, BigInteger validBefore, Hash32 nonce) {
    public static final TypeHash TYPE = TypeHash.of("TransferWithAuthorization(address from,address to,uint256 value,"
            + "uint256 validAfter,uint256 validBefore,bytes32 nonce)");

    static Eip3009Authorization parse(JsonFields fields) throws PaymentFormatException {
        return new Eip3009Authorization(
                fields.value("from", Address::parse),
                fields.value("to", Address::parse),
                new TokenAmount(fields.uint256("value")),
                fields.uint256("validAfter"),
                fields.uint256("validBefore"),
                fields.value("nonce", Hash32::parse));
    }

    public Hash32 structHash() {
        return StructEncoder.of(TYPE)
                .address(from)
                .address(to)
                .uint(value)
                .uint(validAfter)
                .uint(validBefore)
                .bytes32(nonce)
                .hash();
    }

    /** What is signed; {@code token} is the domain of the token contract. */
    public Hash32 digest(TypedDataDomain token) {
        return token.digest(structHash());
    }

    JsonNode toJson() {
        return WireJson.object()
                .put("from", from.toString())
                .put("to", to.toString())
                .put("value", value.toString())
                .put("validAfter", validAfter.toString())
                .put("validBefore", validBefore.toString())
                .put("nonce", nonce.toString());
    }
}
