package io.verigrad.client.attestation;

import io.verigrad.attestation.Binding;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Violation;
import io.verigrad.receipt.EnclaveRegistration;
import java.util.List;

/** What was found about a piece of evidence. */
public sealed interface EvidenceOutcome {
    /**
     * Authentic, fresh and allowed by the policy.
     *
     * @param registration what a validator of the same policy would sign: key, measurement, assurance and times
     * @param measurementSet its name in the policy
     * @param operatorAssurance what keeps whoever holds the machine from opening it
     */
    record Accepted(
            EnclaveRegistration registration,
            Binding binding,
            String measurementSet,
            OperatorAssurance operatorAssurance)
            implements EvidenceOutcome {}

    /** Not a document of the format it claims. */
    record Malformed(String problem) implements EvidenceOutcome {}

    /** Not made by what it says made it, or not for this nonce and these keys. */
    record NotAuthentic(List<Violation> violations) implements EvidenceOutcome {}

    /** Authentic, and the policy does not allow it. */
    record NotAcceptable(List<Violation> violations) implements EvidenceOutcome {}

    /**
     * Cannot be judged, for want of what vendors state.
     *
     * @param problems why it is not at hand
     */
    record Undecided(List<Violation> violations, List<String> problems) implements EvidenceOutcome {}
}
