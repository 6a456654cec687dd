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
import io.verigrad.runner.graph.Inspection;
import io.verigrad.runner.store.Datatype;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.Task;
import io.verigrad.runner.store.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A loaded model. Runs share it; each uses its own memory. */
public final class OnnxModel implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelManifest manifest;
    private final Batcher batcher;
    private final Optional<DecodeLoop> texts;

    private OnnxModel(
            OrtEnvironment environment,
            OrtSession session,
            ModelManifest manifest,
            Inspection inspection,
            RunThreads threads,
            BatchSettings batches,
            Optional<DecoderSession> decoder) {
        this.environment = environment;
        this.session = session;
        this.manifest = manifest;
        boolean allowed = batches.size() > 1 && inspection.neighbours().isEmpty() && hasRows(manifest);
        this.batcher = new Batcher(manifest.name(), this::runNow, threads, batches, new BatchTrial(allowed));
        this.texts = decoder.map(texts -> new DecodeLoop(manifest.name(), texts, threads, batches));
    }

    /** A model whose inputs and outputs are those of its manifest; otherwise the session is closed. */
    static OnnxModel checked(
            OrtEnvironment environment,
            OrtSession session,
            ModelManifest manifest,
            Inspection inspection,
            RunThreads threads,
            BatchSettings batches)
            throws OrtException, RunException {
        if (matches(session.getInputInfo(), manifest.inputs())
                && matches(session.getOutputInfo(), manifest.outputs())) {
            try {
                Optional<DecoderSession> decoder = manifest.task() == Task.generation
                        ? Optional.of(new DecoderSession(environment, session))
                        : Optional.empty();
                return new OnnxModel(environment, session, manifest, inspection, threads, batches, decoder);
            } catch (IllegalArgumentException e) {
                session.close();
                throw new RunException(Cause.MODEL, "model " + manifest.name() + ": " + e.getMessage(), e);
            }
        }
        session.close();
        throw new RunException(
                Cause.MODEL, "model " + manifest.name() + " has other inputs or outputs than its manifest says");
    }

    /**
     * Runs the model, with other calls or alone. The inputs are all those of the manifest, in any order, and fit it. An
     * interrupt ends the run.
     *
     * @param outputs the names of the wanted outputs
     */
    public List<Tensor> run(List<Tensor> inputs, Set<String> outputs) throws RunException {
        return batcher.run(inputs, outputs);
    }

    /** Continues a prompt, with other texts or alone. */
    void decode(long[] prompt, Stepper stepper) throws RunException {
        if (texts.isEmpty()) {
            throw new IllegalStateException(manifest.name() + " generates no text");
        }
        texts.get().decode(prompt, stepper);
    }

    private List<Tensor> runNow(List<Tensor> inputs, Set<String> outputs, Cancellation cancellation)
            throws RunException {
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
            try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
                cancellation.bind(options);
                try (OrtSession.Result result = session.run(values, new LinkedHashSet<>(outputs), options)) {
                    List<Tensor> tensors = new ArrayList<>();
                    for (Map.Entry<String, OnnxValue> output : result) {
                        tensors.add(copy(output.getKey(), output.getValue()));
                    }
                    return List.copyOf(tensors);
                } finally {
                    cancellation.bind(null);
                }
            }
        } catch (OrtException e) {
            if (cancellation.isCancelled()) {
                throw new RunException(Cause.CANCELLED, "the run was ended");
            }
            throw NativeFailure.of(manifest.name(), e);
        } catch (OutOfMemoryError e) {
            throw new RunException(Cause.MEMORY, "there is no memory for the answer of model " + manifest.name(), e);
        } finally {
            values.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        batcher.close();
        texts.ifPresent(DecodeLoop::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("model " + manifest.name() + " cannot be unloaded", e);
        }
    }

    /** Whether the first axis of every tensor is free, as it is where rows are independent. */
    private static boolean hasRows(ModelManifest manifest) {
        return Stream.concat(manifest.inputs().stream(), manifest.outputs().stream())
                .allMatch(spec -> !spec.shape().isEmpty() && spec.shape().getFirst() < 0);
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
