package io.verigrad.runner.paid;

import io.verigrad.runner.api.InvalidRequestException;
import java.util.Optional;

/** One API of models: takes its requests from wherever they come, so that all of them are paid for in one way. */
public interface PaidApi {
    /**
     * Serves a {@code POST}, or answers empty if its path is none of this API's.
     *
     * @throws InvalidRequestException if the request is refused before anybody is asked to pay
     */
    Optional<PaidResponse> serve(PaidRequest request) throws InvalidRequestException;
}
