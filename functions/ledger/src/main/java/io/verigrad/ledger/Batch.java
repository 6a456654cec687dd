package io.verigrad.ledger;

import io.verigrad.value.Hash32;
import java.util.List;

/** A batch that was written down, with its receipts in order. */
public record Batch(long id, Hash32 root, State state, Hash32 transaction, List<Hash32> receiptIds) {
    public Batch {
        receiptIds = List.copyOf(receiptIds);
    }

    /** The life of a batch. */
    public enum State {
        SETTLING,
        /** Each of its payments is SETTLED or RELEASED. */
        SETTLED,
        /** Its transaction reverted; its payments wait for another batch. */
        FAILED
    }
}
