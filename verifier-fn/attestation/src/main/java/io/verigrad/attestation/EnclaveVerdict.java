package io.verigrad.attestation;

import io.verigrad.receipt.EnclaveRegistration;
import java.time.Instant;
import java.util.List;

/** The verdict on an enclave. */
public sealed interface EnclaveVerdict {
    /**
     * The enclave is accepted. Every validator with this policy derives this same registration from the evidence and
     * the same collateral, whatever its clock.
     *
     * @param measurementSetName the name that the policy gives to the measurements
     * @param operatorAssurance what keeps the operator from opening the machine
     * @param goodUntil the first moment at which the same evidence may be refused for its age alone: the evidence of a part
     *     is stale, or the epoch is over
     */
    record Affirming(
            EnclaveRegistration registration,
            Binding binding,
            String measurementSetName,
            OperatorAssurance operatorAssurance,
            Instant goodUntil)
            implements EnclaveVerdict {}

    /**
     * The enclave is not accepted.
     *
     * @param violations every check that failed, at least one
     */
    record Contraindicated(List<Violation> violations) implements EnclaveVerdict {
        public Contraindicated {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("an enclave is refused for a reason");
            }
        }
    }
}
