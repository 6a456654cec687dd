package io.verigrad.attestation.receipt;

import io.verigrad.receipt.Assurance;

/** What the EnclaveRegistry says of the key that a receipt names. */
public sealed interface KeyEpoch {
    /** The registry does not know the key. */
    record Unknown() implements KeyEpoch {}

    /**
     * The epoch of the key.
     *
     * @param validFrom unix seconds, inclusive
     * @param validUntil unix seconds, exclusive
     * @param revokedAt unix seconds, exclusive end of what it may have signed; 0 if never revoked
     * @param maxAssurance the highest level that its receipts may claim
     */
    record Registered(long validFrom, long validUntil, long revokedAt, Assurance maxAssurance) implements KeyEpoch {}
}
