package io.verigrad.runner.execution;

import ai.onnxruntime.OnnxTensor;
import java.util.Map;

/**
 * The keys and values of some texts of one run, one row each. Shorter texts stand at the end of their row; what is before
 * them is masked.
 *
 * @param tensors by the name of the input that takes them
 * @param lengths the tokens of each row
 * @param width the tokens that a row has room for
 * @param owner frees the tensors
 */
record KeyValueCache(Map<String, OnnxTensor> tensors, int[] lengths, int width, AutoCloseable owner)
        implements AutoCloseable {
    int rows() {
        return lengths.length;
    }

    @Override
    public void close() {
        try {
            owner.close();
        } catch (Exception e) {
            throw new IllegalStateException("a cache cannot be freed", e);
        }
    }
}
