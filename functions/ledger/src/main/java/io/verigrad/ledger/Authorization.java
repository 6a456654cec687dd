package io.verigrad.ledger;

import io.verigrad.receipt.Scheme;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;

/**
 * What the payer signed and the chain will be shown. It never prints its signature.
 *
 * @param validAfter unix seconds, {@code uint256}
 * @param validBefore unix seconds, {@code uint256}
 * @param signature as the payer made it: 65 bytes of an account, any length of a contract wallet
 */
public record Authorization(
        Scheme scheme, BigInteger validAfter, BigInteger validBefore, Hash32 nonce, Bytes signature) {
    private static final int MAX_SIGNATURE = 8192;

    public Authorization {
        if (validAfter.signum() < 0
                || validBefore.signum() < 0
                || validAfter.max(validBefore).bitLength() > 256) {
            throw new IllegalArgumentException(
                    "expected times of 0 to 2^256-1, found " + validAfter + " and " + validBefore);
        }
        if (signature.size() > MAX_SIGNATURE) {
            throw new IllegalArgumentException(
                    "expected a signature of at most " + MAX_SIGNATURE + " bytes, found " + signature.size());
        }
    }

    @Override
    public String toString() {
        return "Authorization[" + scheme + ", " + validAfter + " to " + validBefore + ", nonce " + nonce + ']';
    }
}
