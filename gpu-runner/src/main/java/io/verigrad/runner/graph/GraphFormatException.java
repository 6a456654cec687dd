package io.verigrad.runner.graph;

/** Bytes that are no ONNX model, or one that this runner never loads. */
public final class GraphFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    GraphFormatException(String message) {
        super(message);
    }
}
