package io.verigrad.chain;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;

/**
 * A signed transfer that anybody may submit (EIP-3009).
 *
 * @param asset the token
 * @param validAfter unix seconds, exclusive, {@code uint256}
 * @param validBefore unix seconds, exclusive, {@code uint256}
 * @param signature 65 bytes of a key, or whatever a contract account accepts (ERC-1271)
 */
public record TransferWithAuthorization(
        Address asset,
        Address from,
        Address to,
        TokenAmount value,
        BigInteger validAfter,
        BigInteger validBefore,
        Hash32 nonce,
        Bytes signature) {
    public TransferWithAuthorization {
        if (validAfter.signum() < 0 || validAfter.bitLength() > 256) {
            throw new IllegalArgumentException("expected validAfter as uint256, found " + validAfter);
        }
        if (validBefore.signum() < 0 || validBefore.bitLength() > 256) {
            throw new IllegalArgumentException("expected validBefore as uint256, found " + validBefore);
        }
    }

    /** The call of the token that moves the money. */
    public Bytes callData() {
        return Tokens.transferCall(this);
    }
}
