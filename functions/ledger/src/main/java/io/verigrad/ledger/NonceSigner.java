package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;

/** Makes the transaction for the nonce that the journal allots. It is called inside of a database transaction. */
@FunctionalInterface
public interface NonceSigner {
    Uni<RawTransaction> sign(long nonce);
}
