package io.verigrad.runner.oip;

import io.verigrad.runner.execution.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A request that fits its model.
 *
 * @param id to be repeated in the answer
 * @param outputs the wanted outputs in order
 */
record InferRequest(Optional<String> id, List<Tensor> inputs, List<String> outputs) {
    InferRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    long elements() {
        return inputs.stream().mapToLong(Tensor::elements).sum();
    }
}
