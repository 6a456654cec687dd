package io.verigrad.client.receipt;

import io.verigrad.receipt.Assurance;
import java.util.OptionalLong;

/** What the EnclaveRegistry says about the key of a receipt. */
public sealed interface KeyStanding {
    /** Nobody asked the chain: whoever holds the key could have made it at home. */
    record NotAsked() implements KeyStanding {}

    /** Never registered. */
    record Unknown() implements KeyStanding {}

    /**
     * Registered by a quorum of validators.
     *
     * @param validFrom unix seconds, inclusive
     * @param validUntil unix seconds, exclusive
     * @param revokedAt unix seconds
     */
    record Registered(Assurance maxAssurance, long validFrom, long validUntil, OptionalLong revokedAt)
            implements KeyStanding {}
}
