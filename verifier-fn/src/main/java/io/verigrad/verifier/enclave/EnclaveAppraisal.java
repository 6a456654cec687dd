package io.verigrad.verifier.enclave;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Address;
import io.verigrad.value.Signature;
import java.util.List;
import java.util.Optional;

/**
 * The attestation result for an enclave.
 *
 * @param reasons stable codes; empty exactly if affirming
 * @param details one line for each reason, for people
 * @param registration what the validator signed, for the EnclaveRegistry; present exactly if affirming
 * @param signature the validator's, over {@code registration}
 * @param operatorAssurance what keeps who can touch the machine from its keys; present exactly if affirming
 * @param result the same as a token (EAR) for readers without a chain; present if this validator makes such tokens and the
 *     evidence can be read
 */
public record EnclaveAppraisal(
        Status status,
        List<String> reasons,
        List<String> details,
        Optional<EnclaveRegistration> registration,
        Address validator,
        Optional<Signature> signature,
        Optional<OperatorAssurance> operatorAssurance,
        Optional<String> result) {
    /** The tiers of AR4SI that an enclave can reach. */
    public enum Status {
        @JsonProperty("affirming")
        AFFIRMING,
        @JsonProperty("contraindicated")
        CONTRAINDICATED
    }
}
