package io.verigrad.chain.transaction;

import io.verigrad.value.Hash32;
import java.util.List;

/** What became of a transaction in the block that holds it now; a reorganisation can undo it. */
public record TransactionReceipt(
        Hash32 transaction, Status status, long blockNumber, Hash32 blockHash, long gasUsed, List<Log> logs) {
    /** Whether it had its effect. */
    public enum Status {
        SUCCEEDED,
        REVERTED
    }

    public TransactionReceipt {
        logs = List.copyOf(logs);
    }
}
