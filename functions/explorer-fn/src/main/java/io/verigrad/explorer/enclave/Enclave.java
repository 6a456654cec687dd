package io.verigrad.explorer.enclave;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * A key that signs receipts.
 *
 * @param standing "registered", "unregistered", or "unknown" while the chain does not answer
 * @param epoch as the registry has it now
 */
record Enclave(Address key, String standing, Optional<Epoch> epoch) {
    /** Times in unix seconds. */
    record Epoch(
            Address operator,
            String maxAssurance,
            long validFrom,
            long validUntil,
            Optional<Long> revokedAt,
            Hash32 measurementSet) {}
}
