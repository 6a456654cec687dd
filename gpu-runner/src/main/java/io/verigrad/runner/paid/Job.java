package io.verigrad.runner.paid;

import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.execution.RunException;
import io.verigrad.value.Hash32;

/** A request that was found good and can be run. */
public interface Job {
    /** The parameters hash of the receipt. */
    Hash32 parametersHash();

    /** Whether the answer is a stream of events. */
    default boolean streams() {
        return false;
    }

    /**
     * Runs the model.
     *
     * @param events takes the answer piece by piece if it {@link #streams}
     */
    Answer run(AnswerEvents events) throws RunException;

    /** Makes jobs of requests. */
    @FunctionalInterface
    interface Factory {
        /**
         * Checks the request against its model, which is loaded if need be.
         *
         * @throws InvalidRequestException if the request cannot be run
         * @throws RunException if the model cannot be loaded
         */
        Job prepare() throws InvalidRequestException, RunException;
    }
}
