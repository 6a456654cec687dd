package io.verigrad.settlement;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The answer of {@code dispute}.
 *
 * @param caseId the contract's number of the case in decimal, once it is opened
 * @param transaction the last one that was sent for it
 * @param reason why it was refused, or why it is no further; a stable code or the name of the contract's error
 */
record DisputeAnswer(Status status, Optional<String> caseId, Optional<Hash32> transaction, Optional<String> reason) {
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
        return new DisputeAnswer(Status.PENDING, Optional.empty(), transaction, Optional.empty());
    }

    /** Nobody knows yet: the chain does not answer. */
    static DisputeAnswer unknown() {
        return new DisputeAnswer(Status.PENDING, Optional.empty(), Optional.empty(), Optional.of("chain_unavailable"));
    }

    static DisputeAnswer refused(String reason) {
        return new DisputeAnswer(Status.REFUSED, Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    static DisputeAnswer open(BigInteger caseId, Optional<Hash32> transaction, Optional<String> reason) {
        return new DisputeAnswer(Status.OPEN, Optional.of(caseId.toString()), transaction, reason);
    }

    static DisputeAnswer closed(Status status, BigInteger caseId, Optional<Hash32> transaction) {
        return new DisputeAnswer(status, Optional.of(caseId.toString()), transaction, Optional.empty());
    }
}
