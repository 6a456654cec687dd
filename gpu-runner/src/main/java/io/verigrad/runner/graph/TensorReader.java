package io.verigrad.runner.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads a tensor (onnx.proto3, TensorProto) as far as it matters for what loading it takes. */
final class TensorReader {
    private static final int EXTERNAL = 1;
    private static final int SEVEN_BITS = 64;
    private static final int MAX_RANK = 64;
    /** No element type is smaller than one bit. */
    private static final int ELEMENTS_PER_BYTE = 8;

    private TensorReader() {}

    /**
     * @throws GraphFormatException if the content lies elsewhere, or the shape asks for more elements than the bytes of
     *     the tensor can hold
     */
    static ConstantTensor read(ByteBuffer bytes) throws GraphFormatException {
        String name = "";
        long type = 0;
        List<Long> shape = new ArrayList<>();
        List<Long> head = new ArrayList<>();
        ByteBuffer content = ByteBuffer.allocate(0);
        Wire wire = new Wire(bytes);
        for (int field = wire.next(); field != 0; field = wire.next()) {
            switch (field) {
                case 1 -> wire.integers(shape::add);
                case 2 -> type = wire.integer();
                case 7 -> wire.integers(value -> keep(head, value));
                case 8 -> name = wire.text();
                case 9 -> {
                    content = wire.message();
                    raw(content.duplicate(), head);
                }
                case 13 -> throw external();
                case 14 -> {
                    if (wire.integer() == EXTERNAL) {
                        throw external();
                    }
                }
                default -> wire.skip();
            }
        }
        requireShape(shape, (long) bytes.remaining() * ELEMENTS_PER_BYTE);
        ElementType element = ElementType.of(type);
        return new ConstantTensor(
                name, element, element == ElementType.INT64 ? head : List.of(), addsUp(element, content));
    }

    /** Unsigned weights are multiplied by another instruction, which cuts nothing off. */
    private static boolean addsUp(ElementType type, ByteBuffer content) {
        if (type != ElementType.INT8) {
            return type == ElementType.UINT8;
        }
        for (int i = content.position(); i < content.limit(); i++) {
            if (content.get(i) < -SEVEN_BITS || content.get(i) >= SEVEN_BITS) {
                return false;
            }
        }
        // Values that are not raw are not looked at.
        return content.hasRemaining();
    }

    private static void raw(ByteBuffer content, List<Long> head) {
        ByteBuffer values = content.order(ByteOrder.LITTLE_ENDIAN);
        while (values.remaining() >= Long.BYTES && head.size() < ConstantTensor.MAX_HEAD) {
            head.add(values.getLong());
        }
    }

    private static void keep(List<Long> head, long value) {
        if (head.size() < ConstantTensor.MAX_HEAD) {
            head.add(value);
        }
    }

    private static void requireShape(List<Long> shape, long most) throws GraphFormatException {
        long elements = 1;
        for (long dimension : shape) {
            if (dimension < 0 || shape.size() > MAX_RANK) {
                throw new GraphFormatException("expected a shape of at most " + MAX_RANK + " dimensions from 0");
            }
            long high = Math.multiplyHigh(elements, dimension);
            elements = high == 0 && elements * dimension >= 0 ? elements * dimension : Long.MAX_VALUE;
        }
        if (elements > most) {
            throw new GraphFormatException("expected a tensor of at most " + most + " elements in its bytes, found a"
                    + " shape for " + elements);
        }
    }

    private static GraphFormatException external() {
        return new GraphFormatException("expected a model with all its weights in one file, found external data");
    }
}
