package io.verigrad.ledger;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;

/**
 * A transaction to be written down.
 *
 * @param minNonce the number of transactions that the chain has of {@code from}
 * @param subject what it is about: the root of a batch, the address of an enclave key, the id of a challenged receipt,
 *     contract and number of a request
 */
public record NewTransaction(Address from, long minNonce, Purpose purpose, Bytes subject) {
    public NewTransaction {
        if (minNonce < 0) {
            throw new IllegalArgumentException("expected a nonce of 0 or more, found " + minNonce);
        }
    }

    /** What transactions are sent for. */
    public enum Purpose {
        SETTLE,
        REGISTER,
        /** Claims what the calls of a channel charged. */
        CLAIM,
        /** A payment that goes straight to its payee, for a resource server that is not a runner of ours. */
        TRANSFER,
        /** A case against a receipt. */
        DISPUTE,
        /** A verdict on a case. */
        JUDGE,
        /** The answer to a contract's request. */
        FULFIL
    }
}
