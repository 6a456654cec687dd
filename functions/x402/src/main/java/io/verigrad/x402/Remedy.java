package io.verigrad.x402;

import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.util.Optional;

/**
 * What a payer can do about a refusal that only it can end.
 *
 * @param asset the token
 * @param missing how much more is needed than there is, atomic units
 * @param call what the payer sends to the chain, where that is known
 */
public record Remedy(Action action, Address asset, TokenAmount missing, Optional<Call> call) {
    private static final Bytes APPROVE = Bytes.parse("0x095ea7b3");

    /** What is missing. */
    public enum Action {
        /** The payer has too little of the token. */
        FUND,
        /** The payer has the token, and has not let Permit2 take enough of it. */
        APPROVE
    }

    /** A transaction without value. */
    public record Call(Address to, Bytes data) {}

    /** The payer needs more of {@code asset} than it has. */
    public static Remedy fund(Address asset, TokenAmount needed, TokenAmount available) {
        return new Remedy(Action.FUND, asset, missing(needed, available), Optional.empty());
    }

    /** The payer lets Permit2 take {@code needed}; to call it once for many payments a payer writes more. */
    public static Remedy approve(Address asset, TokenAmount needed, TokenAmount allowed) {
        Bytes data = Bytes.concat(
                APPROVE,
                StructEncoder.untyped().address(Permit2.CONTRACT).uint(needed).encoded());
        return new Remedy(Action.APPROVE, asset, missing(needed, allowed), Optional.of(new Call(asset, data)));
    }

    private static TokenAmount missing(TokenAmount needed, TokenAmount there) {
        return there.compareTo(needed) < 0 ? needed.minus(there) : TokenAmount.ZERO;
    }
}
