package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.eip712.TypeHash;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The transfer that a payer signs for one of x402's proxies (Permit2, {@code PermitWitnessTransferFrom}).
 *
 * @param spender the proxy
 * @param deadline unix seconds
 */
public record Permit2Authorization(
        Address from,
        Address token,
        TokenAmount amount,
        Address spender,
        BigInteger nonce,
        BigInteger deadline,
        Witness witness) {
    private static final String PERMIT = "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,"
            + "uint256 nonce,uint256 deadline,Witness witness)";
    private static final String TOKEN_PERMISSIONS = "TokenPermissions(address token,uint256 amount)";
    private static final TypeHash PERMISSIONS = TypeHash.of(TOKEN_PERMISSIONS);

    /**
     * What the proxy is bound to.
     *
     * @param to who is paid
     * @param facilitator for {@code upto} the only account that may have the proxy take money
     * @param validAfter unix seconds
     */
    public record Witness(Address to, Optional<Address> facilitator, BigInteger validAfter) {
        private static final String EXACT = "Witness(address to,uint256 validAfter)";
        private static final String UPTO = "Witness(address to,address facilitator,uint256 validAfter)";
        private static final TypeHash EXACT_TYPE = TypeHash.of(EXACT);
        private static final TypeHash UPTO_TYPE = TypeHash.of(UPTO);
        private static final TypeHash EXACT_PERMIT = TypeHash.of(PERMIT + TOKEN_PERMISSIONS + EXACT);
        private static final TypeHash UPTO_PERMIT = TypeHash.of(PERMIT + TOKEN_PERMISSIONS + UPTO);

        Hash32 structHash() {
            StructEncoder encoder = StructEncoder.of(facilitator.isPresent() ? UPTO_TYPE : EXACT_TYPE)
                    .address(to);
            facilitator.ifPresent(encoder::address);
            return encoder.uint(validAfter).hash();
        }

        TypeHash permitType() {
            return facilitator.isPresent() ? UPTO_PERMIT : EXACT_PERMIT;
        }
    }

    static Permit2Authorization parse(JsonFields fields) throws PaymentFormatException {
        JsonFields permitted = fields.object("permitted");
        JsonFields witness = fields.object("witness");
        return new Permit2Authorization(
                fields.value("from", Address::parse),
                permitted.value("token", Address::parse),
                new TokenAmount(permitted.uint256("amount")),
                fields.value("spender", Address::parse),
                fields.uint256("nonce"),
                fields.uint256("deadline"),
                new Witness(
                        witness.value("to", Address::parse),
                        witness.optional("facilitator").isPresent()
                                ? Optional.of(witness.value("facilitator", Address::parse))
                                : Optional.empty(),
                        witness.uint256("validAfter")));
    }

    public Hash32 structHash() {
        Hash32 permissions =
                StructEncoder.of(PERMISSIONS).address(token).uint(amount).hash();
        return StructEncoder.of(witness.permitType())
                .bytes32(permissions)
                .address(spender)
                .uint(nonce)
                .uint(deadline)
                .bytes32(witness.structHash())
                .hash();
    }

    /** What is signed. */
    public Hash32 digest(ChainId chain) {
        return Permit2.domain(chain).digest(structHash());
    }

    JsonNode toJson() {
        ObjectNode json = WireJson.object().put("from", from.toString());
        json.putObject("permitted").put("token", token.toString()).put("amount", amount.toString());
        json.put("spender", spender.toString()).put("nonce", nonce.toString()).put("deadline", deadline.toString());
        ObjectNode bound = json.putObject("witness").put("to", witness.to().toString());
        witness.facilitator().ifPresent(address -> bound.put("facilitator", address.toString()));
        bound.put("validAfter", witness.validAfter().toString());
        return json;
    }
}
