package io.verigrad.chain.transaction;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;

/**
 * A transaction that is ready to be sent, and can be sent again. It is made only by signing or by reading such bytes, so
 * its hash always names something that can be broadcast.
 *
 * @param raw the bytes to broadcast (EIP-2718)
 */
public record SignedTransaction(Address from, long nonce, Hash32 hash, Bytes raw, Address to, Fees fees) {
    public SignedTransaction {
        Hash32 found = Keccak256.hash(raw.toArray());
        if (!hash.equals(found)) {
            throw new IllegalArgumentException("expected the hash of the transaction, " + found + ", found " + hash);
        }
        if (nonce < 0) {
            throw new IllegalArgumentException("expected a nonce of 0 or more, found " + nonce);
        }
    }

    /**
     * Reads a transaction that was written down.
     *
     * @throws IllegalArgumentException if the bytes are not a signed EIP-1559 transaction to an account
     */
    public static SignedTransaction decode(Bytes raw) {
        return Eip1559.decode(raw);
    }
}
