package io.verigrad.runner.paid;

import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.execution.Model;
import java.util.Optional;

/** One API of models, asked for the job behind a request that is not being served by it now. */
public interface JobSource {
    /** A model and what it is to do. */
    record Wanted(Model model, Job.Factory jobs) {}

    /**
     * The job of {@code POST path} with this body, or empty if the path is none of this API's.
     *
     * @throws InvalidRequestException if this API would refuse the request
     */
    Optional<Wanted> find(String path, byte[] body) throws InvalidRequestException;

    /**
     * The job that repeats a request which was answered.
     *
     * @param told what the answer says of the choices that the request left open
     */
    default Optional<Wanted> again(String path, byte[] body, ToldParameters told) throws InvalidRequestException {
        return find(path, body);
    }
}
