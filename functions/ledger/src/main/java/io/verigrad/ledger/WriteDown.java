package io.verigrad.ledger;

/** What became of a request to write a transaction down. */
public sealed interface WriteDown {
    /** It is durable and may be sent. */
    record Written(JournalEntry entry) implements WriteDown {}

    /** Another transaction for the same subject is under way; nothing was written. */
    record Open(JournalEntry entry) implements WriteDown {}

    /** The payments are no longer claimed by the caller; nothing was written. */
    record ClaimLost() implements WriteDown {}
}
