package io.verigrad.runner.oip;

import io.verigrad.runner.execution.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request that fits its model.
 *
 * @param id to be repeated in the answer
 * @param outputs the wanted outputs in order
 */
record InferRequest(Optional<String> id, List<Tensor> inputs, List<Output> outputs) {
    /**
     * One output that is wanted.
     *
     * @param binary whether its values follow the JSON of the answer
     */
    record Output(String name, boolean binary) {}

    InferRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    Set<String> outputNames() {
        return outputs.stream().map(Output::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The outputs whose values follow the JSON. */
    Set<String> binaryOutputs() {
        return outputs.stream().filter(Output::binary).map(Output::name).collect(Collectors.toUnmodifiableSet());
    }

    long elements() {
        return inputs.stream().mapToLong(Tensor::elements).sum();
    }
}
