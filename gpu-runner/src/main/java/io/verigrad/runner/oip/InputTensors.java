package io.verigrad.runner.oip;

import static io.verigrad.runner.oip.InferRequestReader.invalid;

import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inputs of one request while they are read: each fits its model, none is given twice, and none is missing. */
final class InputTensors {
    private final ModelManifest manifest;
    private final Limits limits;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private long room;

    InputTensors(ModelManifest manifest, Limits limits) {
        this.manifest = manifest;
        this.limits = limits;
        this.room = limits.elements();
    }

    /** What the model expects under this name. */
    TensorSpec spec(String name) throws InvalidRequestException {
        return spec(name, manifest.inputs(), "inputs");
    }

    /** A tensor of zeros for an input, to be filled. Memory is taken only for what the limits allow. */
    Tensor add(TensorSpec spec, String datatype, List<Long> shape) throws InvalidRequestException {
        String at = "inputs." + spec.name();
        if (!datatype.equals(spec.datatype().name())) {
            throw invalid(at + ".datatype", "expected datatype " + spec.datatype());
        }
        if (!spec.accepts(shape)) {
            throw invalid(
                    at + ".shape",
                    "expected shape " + spec.shape() + ", -1 standing for any length from 1, found "
                            + (shape.size() <= 8 ? shape.toString() : "something else"));
        }
        if (elements(shape) > room) {
            throw invalid(at + ".shape", "expected at most " + limits.elements() + " elements in a request");
        }
        if (tensors.containsKey(spec.name())) {
            throw invalid("inputs", "input " + spec.name() + " is given twice");
        }
        Tensor tensor = Tensor.allocate(spec.name(), spec.datatype(), shape);
        tensors.put(spec.name(), tensor);
        room -= tensor.elements();
        return tensor;
    }

    List<Tensor> all() throws InvalidRequestException {
        if (tensors.isEmpty()) {
            throw none();
        }
        for (TensorSpec spec : manifest.inputs()) {
            if (!tensors.containsKey(spec.name())) {
                throw invalid("inputs", "input " + spec.name() + " is missing");
            }
        }
        return List.copyOf(tensors.values());
    }

    InvalidRequestException none() {
        return invalid("inputs", "expected an array of the inputs " + names(manifest.inputs()));
    }

    static TensorSpec spec(String name, List<TensorSpec> specs, String at) throws InvalidRequestException {
        return specs.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> invalid(at, "unknown name, expected one of " + names(specs)));
    }

    static List<String> names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).toList();
    }

    private static long elements(List<Long> shape) {
        try {
            return Tensor.elements(shape);
        } catch (ArithmeticException overflow) {
            return Long.MAX_VALUE;
        }
    }
}
