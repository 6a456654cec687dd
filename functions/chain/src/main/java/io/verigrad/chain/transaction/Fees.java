package io.verigrad.chain.transaction;

import java.math.BigInteger;

/**
 * What a transaction offers per gas, in wei (EIP-1559).
 *
 * @param maxFeePerGas the most to pay, base fee included
 * @param maxPriorityFeePerGas the most to pay to the proposer
 */
public record Fees(BigInteger maxFeePerGas, BigInteger maxPriorityFeePerGas) {
    public Fees {
        if (maxPriorityFeePerGas.signum() < 0 || maxFeePerGas.compareTo(maxPriorityFeePerGas) < 0) {
            throw new IllegalArgumentException(
                    "expected 0 <= priority fee <= fee, found " + maxPriorityFeePerGas + " and " + maxFeePerGas);
        }
    }

    /** Fees that nodes accept for a replacement of the same nonce: an eighth more, rounded up. */
    public Fees bumped() {
        return new Fees(bump(maxFeePerGas), bump(maxPriorityFeePerGas));
    }

    /** The larger of each. */
    public Fees atLeast(Fees other) {
        return new Fees(maxFeePerGas.max(other.maxFeePerGas), maxPriorityFeePerGas.max(other.maxPriorityFeePerGas));
    }

    private static BigInteger bump(BigInteger fee) {
        return fee.add(fee.shiftRight(3)).add(BigInteger.ONE);
    }
}
