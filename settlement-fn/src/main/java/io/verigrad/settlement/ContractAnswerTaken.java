package io.verigrad.settlement;

import java.util.Optional;

/**
 * The answer of {@code contract-answer}.
 *
 * @param reason why it was not taken; a stable code
 */
record ContractAnswerTaken(boolean taken, Optional<String> reason) {
    static ContractAnswerTaken yes() {
        return new ContractAnswerTaken(true, Optional.empty());
    }

    static ContractAnswerTaken no(String reason) {
        return new ContractAnswerTaken(false, Optional.of(reason));
    }
}
