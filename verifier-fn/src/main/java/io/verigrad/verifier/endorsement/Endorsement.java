package io.verigrad.verifier.endorsement;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verigrad.receipt.Appraisal;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.List;
import java.util.Optional;

/**
 * A validator's answer to a proposed batch.
 *
 * @param refused the receipts that keep it from signing; may be empty where {@code reason} says why
 * @param reason what is wrong with the proposal as a whole, a stable code; empty if nothing is
 * @param appraisal what the validator signed; present exactly if endorsed
 * @param signature the validator's, over {@code appraisal}
 */
public record Endorsement(
        Status status,
        List<Refusal> refused,
        Optional<String> reason,
        Optional<Appraisal> appraisal,
        Address validator,
        Optional<Signature> signature) {
    /** Whether the validator signed. */
    public enum Status {
        @JsonProperty("endorsed")
        ENDORSED,
        @JsonProperty("refused")
        REFUSED
    }

    /**
     * A receipt that the validator does not stand for.
     *
     * @param reason a stable code
     */
    public record Refusal(Hash32 receiptId, String reason) {}
}
