package io.verigrad.runner.execution;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.verigrad.runner.execution.RunException.Cause;
import io.verigrad.runner.store.Datatype;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** A loaded model. Runs share it; each uses its own memory. */
public final class OnnxModel implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelManifest manifest;

    private OnnxModel(OrtEnvironment environment, OrtSession session, ModelManifest manifest) {
        this.environment = environment;
        this.session = session;
        this.manifest = manifest;
    }

    /** A model whose inputs and outputs are those of its manifest; otherwise the session is closed. */
    static OnnxModel checked(OrtEnvironment environment, OrtSession session, ModelManifest manifest)
            throws OrtException, RunException {
        if (matches(session.getInputInfo(), manifest.inputs())
                && matches(session.getOutputInfo(), manifest.outputs())) {
            return new OnnxModel(environment, session, manifest);
        }
        session.close();
        throw new RunException(
                Cause.MODEL, "model " + manifest.name() + " has other inputs or outputs than its manifest says");
    }

    /**
     * Runs the model. The inputs are all those of the manifest, in any order, and fit it.
     *
     * @param outputs the names of the wanted outputs
     */
    public List<Tensor> run(List<Tensor> inputs, Set<String> outputs) throws RunException {
        Map<String, OnnxTensor> values = new LinkedHashMap<>();
        try {
            for (Tensor input : inputs) {
                values.put(
                        input.name(),
                        OnnxTensor.createTensor(
                                environment,
                                input.data().duplicate().order(input.data().order()),
                                dimensions(input.shape()),
                                type(input.datatype())));
            }
            try (OrtSession.Result result = session.run(values, new LinkedHashSet<>(outputs))) {
                List<Tensor> tensors = new ArrayList<>();
                for (Map.Entry<String, OnnxValue> output : result) {
                    tensors.add(copy(output.getKey(), output.getValue()));
                }
                return List.copyOf(tensors);
            }
        } catch (OrtException e) {
            Cause cause = e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT ? Cause.INPUT : Cause.MODEL;
            // The library's own message may repeat values, so only its code is told.
            throw new RunException(cause, "model " + manifest.name() + " failed with " + e.getCode());
        } finally {
            values.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private static Tensor copy(String name, OnnxValue value) throws RunException {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new RunException(Cause.MODEL, "output " + name + " is no tensor");
        }
        ByteBuffer source = tensor.getByteBuffer();
        Tensor copy = Tensor.allocate(
                name,
                datatype(tensor.getInfo().type),
                LongStream.of(tensor.getInfo().getShape()).boxed().toList());
        copy.data().duplicate().put(source);
        return copy;
    }

    private static boolean matches(Map<String, NodeInfo> found, List<TensorSpec> expected) {
        return found.size() == expected.size()
                && expected.stream()
                        .allMatch(spec -> found.get(spec.name()) != null
                                && found.get(spec.name()).getInfo() instanceof TensorInfo info
                                && info.type == type(spec.datatype())
                                && info.getShape().length == spec.shape().size());
    }

    private static long[] dimensions(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private static OnnxJavaType type(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> OnnxJavaType.BOOL;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case FP32 -> OnnxJavaType.FLOAT;
            case FP64 -> OnnxJavaType.DOUBLE;
        };
    }

    private static Datatype datatype(OnnxJavaType type) throws RunException {
        for (Datatype datatype : Datatype.values()) {
            if (type(datatype) == type) {
                return datatype;
            }
        }
        throw new RunException(Cause.MODEL, "an output is of the unsupported type " + type);
    }
}
