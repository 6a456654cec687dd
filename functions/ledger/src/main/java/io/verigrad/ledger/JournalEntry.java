package io.verigrad.ledger;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * A transaction that was written down.
 *
 * @param reason why it FAILED, a stable code; else empty text
 */
public record JournalEntry(
        RawTransaction transaction,
        Address from,
        long nonce,
        NewTransaction.Purpose purpose,
        Bytes subject,
        State state,
        Optional<Inclusion> inclusion,
        String reason) {

    /** The life of a transaction. A reorganisation leads from MINED back to BROADCAST. */
    public enum State {
        /** Durable, perhaps never sent. */
        WRITTEN,
        /** A node took it. */
        BROADCAST,
        /** In a block that may still be reorganised. */
        MINED,
        /** Succeeded, deep enough. */
        FINAL,
        /** Reverted, deep enough, or its nonce was used by another transaction. */
        FAILED,
        /** Another transaction with its nonce and its purpose is live instead; see {@link Replacements}. */
        REPLACED
    }

    /** The block that holds a transaction. */
    public record Inclusion(long blockNumber, Hash32 blockHash) {}

    public Hash32 hash() {
        return transaction.hash();
    }
}
