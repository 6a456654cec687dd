package io.verigrad.verifier.dispute;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verigrad.json.DecimalString;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.List;
import java.util.Optional;

/**
 * A validator's answer to a case.
 *
 * @param caseId the contract's number of the case
 * @param reasons stable codes; empty exactly if judged
 * @param upheld whether the challenger is right; present exactly if judged
 * @param reasonDigest what the verdict names as its reasons; present exactly if judged
 * @param signature the validator's, over the verdict in the domain of the Disputes contract; present exactly if judged
 */
public record Judgment(
        Status status,
        @DecimalString long caseId,
        List<String> reasons,
        Optional<Boolean> upheld,
        Optional<Hash32> reasonDigest,
        Address validator,
        Optional<Signature> signature) {
    /** Whether the validator signed. */
    public enum Status {
        @JsonProperty("judged")
        JUDGED,
        @JsonProperty("refused")
        REFUSED
    }
}
