package io.verigrad.runner.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** An encoder in ONNX Runtime's own hands: what no server can be faster than. */
public final class RawModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    public RawModel(Path file) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(file.toString(), options);
        }
    }

    public OrtSession session() {
        return session;
    }

    /** Runs so many texts of these tokens at once, reads the answer and gives it up. */
    public void run(long[] tokens, int rows) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (String name : session.getInputNames()) {
            long[] values = new long[rows * tokens.length];
            for (int row = 0; row < rows; row++) {
                if (name.equals("input_ids")) {
                    System.arraycopy(tokens, 0, values, row * tokens.length, tokens.length);
                } else if (name.equals("attention_mask")) {
                    Arrays.fill(values, row * tokens.length, (row + 1) * tokens.length, 1);
                }
            }
            inputs.put(
                    name,
                    OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {rows, tokens.length}));
        }
        try (OrtSession.Result result = session.run(inputs)) {
            ((OnnxTensor) result.get(0)).getFloatBuffer();
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
