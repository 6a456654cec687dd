package io.verigrad.settlement;

import io.verigrad.value.Hash32;
import java.util.Optional;

/**
 * The answer of {@code register}.
 *
 * @param transaction present once it was sent
 * @param reason why it was refused
 */
record RegisterAnswer(Status status, Optional<Hash32> transaction, Optional<String> reason) {
    /** How far a registration is. */
    enum Status {
        registered,
        pending,
        refused
    }

    static RegisterAnswer registered(Optional<Hash32> transaction) {
        return new RegisterAnswer(Status.registered, transaction, Optional.empty());
    }

    static RegisterAnswer pending(Optional<Hash32> transaction) {
        return new RegisterAnswer(Status.pending, transaction, Optional.empty());
    }

    static RegisterAnswer refused(String reason) {
        return new RegisterAnswer(Status.refused, Optional.empty(), Optional.of(reason));
    }
}
