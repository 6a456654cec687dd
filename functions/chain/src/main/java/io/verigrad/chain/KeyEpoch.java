package io.verigrad.chain;

import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * When a receipt key is to be believed, by the EnclaveRegistry.
 *
 * @param operator who runs the enclave
 * @param maxAssurance the highest level that receipts of this key may claim
 * @param validFrom unix seconds, inclusive
 * @param validUntil unix seconds, exclusive
 * @param revokedAt unix seconds from when on the key is not to be believed
 * @param measurementSet the allowed measurements that the evidence matched
 */
public record KeyEpoch(
        Address operator,
        Assurance maxAssurance,
        long validFrom,
        long validUntil,
        Optional<Long> revokedAt,
        Hash32 measurementSet) {
    /** Whether the key was good at that time; the same rule as {@code EnclaveRegistry.isGood}. */
    public boolean isGoodAt(long unixSeconds) {
        return validFrom <= unixSeconds
                && unixSeconds < validUntil
                && revokedAt.filter(revoked -> unixSeconds >= revoked).isEmpty();
    }
}
