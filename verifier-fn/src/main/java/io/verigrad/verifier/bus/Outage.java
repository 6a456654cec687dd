package io.verigrad.verifier.bus;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.ledger.LedgerOutage;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Tells failures of something remote, which pass, from our own, which stay. */
final class Outage {
    private static final int MAX_DEPTH = 20;

    private Outage() {}

    /** Whether a failure comes of a node, a broker or a database that is away. */
    static boolean isCauseOf(Throwable failure) {
        @Nullable Throwable at = failure;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            if (at instanceof ChainUnavailableException || at instanceof RetriableException) {
                return true;
            }
            at = at.getCause();
        }
        return LedgerOutage.isCauseOf(failure);
    }
}
