package io.verigrad.client.transaction;

import io.verigrad.value.Hash32;

/** How a transaction ended. */
public sealed interface TransactionOutcome {
    /** It is on chain and did what it should. */
    record Done(Hash32 transaction, long block) implements TransactionOutcome {}

    /** Nothing was sent: the contract would refuse it. {@code problem} is a line for people. */
    record Refused(String problem) implements TransactionOutcome {}

    /** It is on chain and did nothing. */
    record Failed(Hash32 transaction) implements TransactionOutcome {}

    /** It was sent and is on no block yet; it may come still. */
    record Pending(Hash32 transaction) implements TransactionOutcome {}
}
