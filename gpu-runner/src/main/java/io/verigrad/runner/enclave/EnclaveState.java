package io.verigrad.runner.enclave;

import io.verigrad.attestation.Evidence;
import io.verigrad.receipt.EnclaveRegistration;
import java.time.Instant;

/** Whether receipts of this enclave are worth anything now. */
public sealed interface EnclaveState {
    /** No key epoch was ever opened; the reason is for operators and callers. */
    record Unregistered(String reason) implements EnclaveState {}

    /** A key epoch is registered. */
    record Registered(EnclaveRegistration registration, Evidence evidence) implements EnclaveState {
        /** Whether a receipt issued at {@code time} falls into the epoch. */
        public boolean covers(Instant time) {
            long seconds = time.getEpochSecond();
            return registration.validFrom() <= seconds && seconds < registration.validUntil();
        }

        /** When a new epoch should be asked for: while a quarter of this one is left. */
        public Instant renewAt() {
            long lifetime = registration.validUntil() - registration.validFrom();
            return Instant.ofEpochSecond(registration.validUntil() - lifetime / 4);
        }
    }
}
