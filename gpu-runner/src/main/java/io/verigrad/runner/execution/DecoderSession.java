package io.verigrad.runner.execution;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A decoder with the interface of Optimum's exports: {@code input_ids}, {@code attention_mask}, often
 * {@code position_ids}, and {@code past_key_values.*} in, {@code logits} and {@code present.*} out. What a run gives as
 * {@code present.*} goes into the next without a copy.
 */
final class DecoderSession {
    private static final String PAST = "past_key_values.";
    private static final String PRESENT = "present.";
    private static final String LOGITS = "logits";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, long[]> pasts = new TreeMap<>();
    private final Set<String> others = new TreeSet<>();

    /**
     * @throws IllegalArgumentException if the session is no such decoder
     */
    DecoderSession(OrtEnvironment environment, OrtSession session) throws OrtException {
        this.environment = environment;
        this.session = session;
        for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
            if (input.getKey().startsWith(PAST)) {
                TensorInfo info = (TensorInfo) input.getValue().getInfo();
                if (info.type != OnnxJavaType.FLOAT
                        || info.getShape().length != 4
                        || info.getShape()[1] < 1
                        || info.getShape()[3] < 1) {
                    throw new IllegalArgumentException(
                            "expected " + input.getKey() + " of FP32 by [batch, heads, past, size]");
                }
                pasts.put(input.getKey(), info.getShape());
            } else {
                others.add(input.getKey());
            }
        }
        if (pasts.isEmpty()
                || !Set.of("input_ids", "attention_mask", "position_ids").containsAll(others)
                || !session.getOutputNames().contains(LOGITS)
                || !pasts.keySet().stream()
                        .allMatch(past -> session.getOutputNames().contains(present(past)))) {
            throw new IllegalArgumentException("expected a decoder with key/value cache, found inputs " + others);
        }
    }

    /** Whether rows of different lengths can share a run: only where the graph is told the positions. */
    boolean takesPositions() {
        return others.contains("position_ids");
    }

    /** The cache before the first token of one text. */
    KeyValueCache empty() throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (Map.Entry<String, long[]> past : pasts.entrySet()) {
            long[] shape = {1, past.getValue()[1], 0, past.getValue()[3]};
            tensors.put(past.getKey(), OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), shape));
        }
        return owned(tensors, new int[] {0}, 0);
    }

    /** The cache after {@code tokens}, the same number for each row. The cache before stays. */
    KeyValueCache read(long[][] tokens, KeyValueCache before, Cancellation cancellation) throws OrtException {
        Set<String> wanted = new TreeSet<>();
        pasts.keySet().forEach(past -> wanted.add(present(past)));
        return after(run(tokens, before, wanted, cancellation), tokens, before);
    }

    /** One token more for each row. */
    Step step(long[][] tokens, KeyValueCache before, Cancellation cancellation) throws OrtException {
        OrtSession.Result result = run(tokens, before, session.getOutputNames(), cancellation);
        return new Step(logits(result, before.rows()), after(result, tokens, before));
    }

    /**
     * What a step gives.
     *
     * @param logits by row
     */
    record Step(float[][] logits, KeyValueCache cache) {}

    /** A row of a cache. */
    record Row(KeyValueCache cache, int index) {
        int length() {
            return cache.lengths()[index];
        }
    }

    /** Puts rows into one cache; those they come from stay. */
    KeyValueCache gather(List<Row> rows) throws OrtException {
        int width = rows.stream().mapToInt(Row::length).max().orElseThrow();
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (Map.Entry<String, long[]> past : pasts.entrySet()) {
            int heads = Math.toIntExact(past.getValue()[1]);
            int size = Math.toIntExact(past.getValue()[3]);
            ByteBuffer data = Tensor.buffer(Math.multiplyExact(rows.size() * heads * width, size * Float.BYTES));
            FloatBuffer to = data.asFloatBuffer();
            Map<KeyValueCache, FloatBuffer> sources = new IdentityHashMap<>();
            for (int r = 0; r < rows.size(); r++) {
                Row row = rows.get(r);
                FloatBuffer from = sources.computeIfAbsent(row.cache(), cache -> floats(cache, past.getKey()));
                int length = row.length() * size;
                for (int head = 0; head < heads; head++) {
                    int end = ((row.index() * heads + head) + 1) * row.cache().width() * size;
                    to.put(((r * heads + head) + 1) * width * size - length, from, end - length, length);
                }
            }
            long[] shape = {rows.size(), heads, width, size};
            tensors.put(past.getKey(), OnnxTensor.createTensor(environment, data, shape, OnnxJavaType.FLOAT));
        }
        return owned(tensors, rows.stream().mapToInt(Row::length).toArray(), width);
    }

    private static FloatBuffer floats(KeyValueCache cache, String past) {
        return Objects.requireNonNull(cache.tensors().get(past), past).getFloatBuffer();
    }

    private static KeyValueCache owned(Map<String, OnnxTensor> tensors, int[] lengths, int width) {
        return new KeyValueCache(tensors, lengths, width, () -> tensors.values().forEach(OnnxTensor::close));
    }

    private OrtSession.Result run(long[][] tokens, KeyValueCache before, Set<String> wanted, Cancellation cancellation)
            throws OrtException {
        List<OnnxTensor> made = new ArrayList<>();
        try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            Map<String, OnnxTensor> inputs = new HashMap<>(before.tensors());
            for (String name : others) {
                OnnxTensor tensor = integers(input(name, tokens, before));
                made.add(tensor);
                inputs.put(name, tensor);
            }
            cancellation.bind(options);
            try {
                return session.run(inputs, wanted, options);
            } finally {
                cancellation.bind(null);
            }
        } finally {
            made.forEach(OnnxTensor::close);
        }
    }

    private static long[][] input(String name, long[][] tokens, KeyValueCache before) {
        if (name.equals("input_ids")) {
            return tokens;
        }
        int count = tokens[0].length;
        long[][] rows = new long[tokens.length][];
        for (int row = 0; row < rows.length; row++) {
            int length = before.lengths()[row];
            if (name.equals("position_ids")) {
                rows[row] = new long[count];
                Arrays.setAll(rows[row], i -> length + (long) i);
            } else {
                rows[row] = new long[before.width() + count];
                Arrays.fill(rows[row], before.width() - length, rows[row].length, 1);
            }
        }
        return rows;
    }

    private OnnxTensor integers(long[][] rows) throws OrtException {
        ByteBuffer data = Tensor.buffer(rows.length * rows[0].length * Long.BYTES);
        for (long[] row : rows) {
            for (long value : row) {
                data.putLong(value);
            }
        }
        data.flip();
        return OnnxTensor.createTensor(environment, data, new long[] {rows.length, rows[0].length}, OnnxJavaType.INT64);
    }

    private KeyValueCache after(OrtSession.Result result, long[][] tokens, KeyValueCache before) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (String past : pasts.keySet()) {
            tensors.put(past, (OnnxTensor) result.get(present(past)).orElseThrow());
        }
        int[] lengths = before.lengths().clone();
        Arrays.setAll(lengths, row -> lengths[row] + tokens[row].length);
        return new KeyValueCache(tensors, lengths, before.width() + tokens[0].length, result);
    }

    private static float[][] logits(OrtSession.Result result, int rows) {
        FloatBuffer all = ((OnnxTensor) result.get(LOGITS).orElseThrow()).getFloatBuffer();
        int vocabulary = all.capacity() / rows;
        float[][] logits = new float[rows][vocabulary];
        for (int row = 0; row < rows; row++) {
            all.get(row * vocabulary, logits[row]);
        }
        return logits;
    }

    private static String present(String past) {
        return PRESENT + past.substring(PAST.length());
    }
}
