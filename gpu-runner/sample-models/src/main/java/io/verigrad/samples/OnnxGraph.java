package io.verigrad.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Builds an ONNX model (onnx.proto3 of ONNX 1.12: IR version 8, operator set 17). The same calls give the same bytes, so
 * that a generated model has one digest.
 */
final class OnnxGraph {
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 17;
    private static final int ATTRIBUTE_INT = 2;

    private final Protobuf graph = new Protobuf();

    /** Element types by their number in {@code TensorProto.DataType}. */
    enum Element {
        FLOAT(1),
        INT64(7);

        private final int number;

        Element(int number) {
            this.number = number;
        }
    }

    OnnxGraph(String name) {
        graph.text(2, name);
    }

    /** Adds a node with integer attributes, given as alternating names and values. */
    OnnxGraph node(String operator, String[] inputs, String output, Object... attributes) {
        Protobuf node = new Protobuf();
        for (String input : inputs) {
            node.text(1, input);
        }
        node.text(2, output).text(3, output).text(4, operator);
        for (int i = 0; i < attributes.length; i += 2) {
            node.message(
                    5,
                    new Protobuf()
                            .text(1, (String) attributes[i])
                            .integer(3, (Integer) attributes[i + 1])
                            .integer(20, ATTRIBUTE_INT));
        }
        graph.message(1, node);
        return this;
    }

    /** Adds a constant, row-major. */
    OnnxGraph constant(String name, float[] values, int... shape) {
        Protobuf tensor = new Protobuf();
        for (int dimension : shape) {
            tensor.integer(1, dimension);
        }
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        graph.message(5, tensor.integer(2, Element.FLOAT.number).text(8, name).bytes(9, raw.array()));
        return this;
    }

    OnnxGraph input(String name, Element element, int... shape) {
        graph.message(11, value(name, element, shape));
        return this;
    }

    OnnxGraph output(String name, Element element, int... shape) {
        graph.message(12, value(name, element, shape));
        return this;
    }

    byte[] toModel() {
        return new Protobuf()
                .integer(1, IR_VERSION)
                .text(2, "verigrad")
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").integer(2, OPERATOR_SET))
                .toBytes();
    }

    private static Protobuf value(String name, Element element, int... shape) {
        Protobuf dimensions = new Protobuf();
        for (int dimension : shape) {
            Protobuf one = new Protobuf();
            dimensions.message(1, dimension < 0 ? one.text(2, "batch") : one.integer(1, dimension));
        }
        Protobuf tensor = new Protobuf().integer(1, element.number).message(2, dimensions);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
