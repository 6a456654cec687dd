package io.verigrad.settlement;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verigrad.chain.dispute.DisputedCase;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * The answer of {@code dispute}.
 *
 * @param caseId the contract's number of the case in decimal, once it is opened
 * @param challenger who opened the case, and whose the bond is
 * @param transaction the last one that was sent for it
 * @param reason why it was refused, or why it is no further; a stable code or the name of the contract's error
 */
record DisputeAnswer(
        Status status,
        Optional<String> caseId,
        Optional<Address> challenger,
        Optional<Hash32> transaction,
        Optional<String> reason) {
    /** How far a dispute is. */
    enum Status {
        /** It is not on the chain yet. */
        @JsonProperty("pending")
        PENDING,
        /** It waits for verdicts of a quorum, or for their transaction. */
        @JsonProperty("open")
        OPEN,
        @JsonProperty("upheld")
        UPHELD,
        @JsonProperty("rejected")
        REJECTED,
        /** Nobody decided in time. */
        @JsonProperty("lapsed")
        LAPSED,
        @JsonProperty("refused")
        REFUSED
    }

    static DisputeAnswer pending(Optional<Hash32> transaction) {
        return new DisputeAnswer(Status.PENDING, Optional.empty(), Optional.empty(), transaction, Optional.empty());
    }

    /** Nobody knows yet: the chain does not answer. */
    static DisputeAnswer unknown() {
        return new DisputeAnswer(
                Status.PENDING, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("chain_unavailable"));
    }

    static DisputeAnswer refused(String reason) {
        return new DisputeAnswer(
                Status.REFUSED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    /** What a case is now. */
    static DisputeAnswer of(DisputedCase found, Optional<Hash32> transaction, Optional<String> reason) {
        Status status = switch (found.state()) {
            case OPEN -> Status.OPEN;
            case UPHELD -> Status.UPHELD;
            case REJECTED -> Status.REJECTED;
            case LAPSED -> Status.LAPSED;
        };
        return new DisputeAnswer(
                status, Optional.of(found.id().toString()), Optional.of(found.challenger()), transaction, reason);
    }
}
