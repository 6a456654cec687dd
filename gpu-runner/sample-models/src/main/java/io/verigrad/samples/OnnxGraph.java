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
    private static final int ATTRIBUTE_INTS = 7;

    private final Protobuf graph = new Protobuf();

    /** Element types by their number in {@code TensorProto.DataType}. */
    enum Element {
        FLOAT(1),
        UINT8(2),
        INT8(3),
        INT32(6),
        INT64(7),
        BOOL(9);

        final int number;

        Element(int number) {
            this.number = number;
        }
    }

    OnnxGraph(String name) {
        graph.text(2, name);
    }

    /** Adds a node with attributes that are an Integer or an int[], given as alternating names and values. */
    OnnxGraph node(String operator, String[] inputs, String output, Object... attributes) {
        Protobuf node = new Protobuf();
        for (String input : inputs) {
            node.text(1, input);
        }
        node.text(2, output).text(3, output).text(4, operator);
        for (int i = 0; i < attributes.length; i += 2) {
            node.message(5, attribute((String) attributes[i], attributes[i + 1]));
        }
        graph.message(1, node);
        return this;
    }

    private static Protobuf attribute(String name, Object value) {
        Protobuf attribute = new Protobuf().text(1, name);
        if (value instanceof int[] values) {
            for (int one : values) {
                attribute.integer(8, one);
            }
            return attribute.integer(20, ATTRIBUTE_INTS);
        }
        return attribute.integer(3, (Integer) value).integer(20, ATTRIBUTE_INT);
    }

    /** Adds a constant of integers; without a shape it is a scalar. */
    OnnxGraph constant(String name, long[] values, int... shape) {
        Protobuf tensor = new Protobuf();
        for (int dimension : shape) {
            tensor.integer(1, dimension);
        }
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        graph.message(5, tensor.integer(2, Element.INT64.number).text(8, name).bytes(9, raw.array()));
        return this;
    }

    /** Adds a constant of 8-bit integers, row-major. */
    OnnxGraph constant(String name, byte[] values, int... shape) {
        return constant(name, Element.INT8, values, shape);
    }

    /** Adds a constant of 32-bit integers, row-major; without a shape it is a scalar. */
    OnnxGraph constant(String name, int[] values, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asIntBuffer().put(values);
        return constant(name, Element.INT32, raw.array(), shape);
    }

    private OnnxGraph constant(String name, Element element, byte[] raw, int... shape) {
        Protobuf tensor = new Protobuf();
        for (int dimension : shape) {
            tensor.integer(1, dimension);
        }
        graph.message(5, tensor.integer(2, element.number).text(8, name).bytes(9, raw));
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

    /** Adds an input whose dimensions are an Integer, or the name of one that is free. */
    OnnxGraph freeInput(String name, Element element, Object... shape) {
        graph.message(11, value(name, element, shape));
        return this;
    }

    /** Adds an output whose dimensions are an Integer, or the name of one that is free. */
    OnnxGraph freeOutput(String name, Element element, Object... shape) {
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
        return value(
                name,
                element,
                java.util.Arrays.stream(shape)
                        .mapToObj(dimension -> dimension < 0 ? "batch" : (Object) dimension)
                        .toArray());
    }

    private static Protobuf value(String name, Element element, Object[] shape) {
        Protobuf dimensions = new Protobuf();
        for (Object dimension : shape) {
            Protobuf one = new Protobuf();
            dimensions.message(
                    1, dimension instanceof String free ? one.text(2, free) : one.integer(1, (Integer) dimension));
        }
        Protobuf tensor = new Protobuf().integer(1, element.number).message(2, dimensions);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
