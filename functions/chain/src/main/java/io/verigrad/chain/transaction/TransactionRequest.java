package io.verigrad.chain.transaction;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;

/**
 * A transaction to be made.
 *
 * @param gasLimit at most {@link #MAX_GAS}
 * @param value wei
 */
public record TransactionRequest(Address to, Bytes data, long gasLimit, BigInteger value) {
    /** The most gas that one transaction may have (EIP-7825). */
    public static final long MAX_GAS = 16_777_216;

    private static final long MIN_GAS = 21_000;

    public TransactionRequest {
        if (gasLimit < MIN_GAS || gasLimit > MAX_GAS) {
            throw new IllegalArgumentException(
                    "expected a gas limit of " + MIN_GAS + " to " + MAX_GAS + ", found " + gasLimit);
        }
        if (value.signum() < 0) {
            throw new IllegalArgumentException("expected a value of 0 or more, found " + value);
        }
    }

    /** A call that sends no ether. */
    public static TransactionRequest call(Address to, Bytes data, long gasLimit) {
        return new TransactionRequest(to, data, gasLimit, BigInteger.ZERO);
    }
}
