package io.verigrad.settlement;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * The answer of {@code register}.
 *
 * @param transaction present once it was sent
 * @param reason why it was refused, or why nothing is known
 */
record RegisterAnswer(Status status, Optional<Hash32> transaction, Optional<String> reason) {
    /** How far a registration is. */
    enum Status {
        @JsonProperty("registered")
        REGISTERED,
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("refused")
        REFUSED
    }

    static RegisterAnswer registered(Optional<Hash32> transaction) {
        return new RegisterAnswer(Status.REGISTERED, transaction, Optional.empty());
    }

    static RegisterAnswer pending(Optional<Hash32> transaction) {
        return new RegisterAnswer(Status.PENDING, transaction, Optional.empty());
    }

    /** Nobody knows yet: the chain does not answer. */
    static RegisterAnswer unknown() {
        return new RegisterAnswer(Status.PENDING, Optional.empty(), Optional.of("chain_unavailable"));
    }

    static RegisterAnswer refused(String reason) {
        return new RegisterAnswer(Status.REFUSED, Optional.empty(), Optional.of(reason));
    }
}
