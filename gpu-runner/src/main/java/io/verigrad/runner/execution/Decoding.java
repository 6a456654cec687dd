package io.verigrad.runner.execution;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.verigrad.runner.execution.RunException.Cause;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One text that grows token by token. The key/value cache stays in the library's own memory between steps: what a step
 * gives as {@code present.*} goes into the next as {@code past_key_values.*} without a copy.
 */
public final class Decoding implements AutoCloseable {
    private static final String PAST = "past_key_values.";
    private static final String PRESENT = "present.";
    private static final String LOGITS = "logits";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final RunThreads threads;
    private final long heads;
    private final long headSize;
    private final Runnable leave;
    private OrtSession.@Nullable Result last;
    private int length;

    Decoding(
            OrtEnvironment environment,
            OrtSession session,
            RunThreads threads,
            int heads,
            int headSize,
            Runnable leave) {
        this.environment = environment;
        this.session = session;
        this.threads = threads;
        this.heads = heads;
        this.headSize = headSize;
        this.leave = leave;
    }

    /** Adds tokens, and gives the logits of what follows the last of them. An interrupt ends the step. */
    public float[] next(long[] tokens) throws RunException {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<float[]> logits = new CompletableFuture<>();
        boolean started = false;
        try {
            threads.enter();
            started = true;
            threads.run(() -> {
                try {
                    logits.complete(step(tokens, cancellation));
                } catch (OrtException e) {
                    logits.completeExceptionally(failure(e, cancellation));
                } catch (RuntimeException | Error e) {
                    logits.completeExceptionally(e);
                }
            });
            return logits.get();
        } catch (InterruptedException e) {
            cancellation.cancel();
            if (started) {
                // The step must have left the library before its cache is closed.
                logits.handle((_, _) -> true).join();
            }
            Thread.currentThread().interrupt();
            throw new RunException(Cause.CANCELLED, "nobody waits for the answer any more");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunException failed) {
                throw failed;
            }
            throw new RunException(Cause.MODEL, "the run failed", e.getCause());
        }
    }

    @Override
    public void close() {
        OrtSession.Result result = last;
        last = null;
        if (result != null) {
            result.close();
        }
        leave.run();
    }

    private float[] step(long[] tokens, Cancellation cancellation) throws OrtException {
        List<OnnxTensor> made = new ArrayList<>();
        OrtSession.RunOptions options = new OrtSession.RunOptions();
        try {
            Map<String, OnnxTensor> inputs = inputs(tokens, made);
            cancellation.bind(options);
            OrtSession.Result result = session.run(inputs, Set.copyOf(session.getOutputNames()), options);
            OrtSession.Result before = last;
            last = result;
            length += tokens.length;
            if (before != null) {
                before.close();
            }
            return lastRow(result);
        } finally {
            cancellation.bind(null);
            options.close();
            made.forEach(OnnxTensor::close);
        }
    }

    private Map<String, OnnxTensor> inputs(long[] tokens, List<OnnxTensor> made) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (String name : session.getInputNames()) {
            OnnxTensor tensor;
            switch (name) {
                case "input_ids" -> tensor = integers(tokens, made);
                case "attention_mask" -> {
                    long[] ones = new long[length + tokens.length];
                    Arrays.fill(ones, 1);
                    tensor = integers(ones, made);
                }
                case "position_ids" -> {
                    long[] positions = new long[tokens.length];
                    Arrays.setAll(positions, i -> length + (long) i);
                    tensor = integers(positions, made);
                }
                default -> tensor = past(name, made);
            }
            inputs.put(name, tensor);
        }
        return inputs;
    }

    private OnnxTensor past(String name, List<OnnxTensor> made) throws OrtException {
        if (!name.startsWith(PAST)) {
            throw new IllegalStateException("the decoder has the unknown input " + name);
        }
        OrtSession.Result before = last;
        if (before == null) {
            OnnxTensor empty =
                    OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), new long[] {1, heads, 0, headSize});
            made.add(empty);
            return empty;
        }
        return (OnnxTensor) before.get(PRESENT + name.substring(PAST.length()))
                .orElseThrow(() -> new IllegalStateException("the decoder gives nothing for " + name));
    }

    private OnnxTensor integers(long[] values, List<OnnxTensor> made) throws OrtException {
        ByteBuffer data = Tensor.buffer(values.length * Long.BYTES);
        data.asLongBuffer().put(values);
        OnnxTensor tensor =
                OnnxTensor.createTensor(environment, data, new long[] {1, values.length}, OnnxJavaType.INT64);
        made.add(tensor);
        return tensor;
    }

    private static float[] lastRow(OrtSession.Result result) {
        OnnxTensor logits = (OnnxTensor)
                result.get(LOGITS).orElseThrow(() -> new IllegalStateException("the decoder gives no logits"));
        TensorInfo info = logits.getInfo();
        if (info.type != OnnxJavaType.FLOAT) {
            throw new IllegalStateException("expected logits of FP32, found " + info.type);
        }
        long[] shape = info.getShape();
        int vocabulary = Math.toIntExact(shape[2]);
        float[] row = new float[vocabulary];
        logits.getFloatBuffer().get(Math.toIntExact((shape[1] - 1) * vocabulary), row);
        return row;
    }

    private static RunException failure(OrtException e, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            return new RunException(Cause.CANCELLED, "the run was ended");
        }
        Cause cause = e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT ? Cause.INPUT : Cause.MODEL;
        return new RunException(cause, "the decoder failed with " + e.getCode());
    }
}
