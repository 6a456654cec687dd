package io.verigrad.runner.execution;

import io.verigrad.runner.store.Datatype;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Named values of one type, row-major, in a direct buffer in the order of the machine. Whoever makes one gives the
 * buffer away.
 */
public record Tensor(String name, Datatype datatype, List<Long> shape, ByteBuffer data) {
    public Tensor {
        shape = List.copyOf(shape);
        if (data.remaining() != elements(shape) * datatype.size()) {
            throw new IllegalArgumentException("expected " + elements(shape) + " elements for shape " + shape);
        }
    }

    /** A tensor of zeros, to be filled through {@link #data}. */
    public static Tensor allocate(String name, Datatype datatype, List<Long> shape) {
        return new Tensor(name, datatype, shape, buffer(Math.toIntExact(elements(shape) * datatype.size())));
    }

    /** A tensor of 64-bit integers. */
    public static Tensor of(String name, List<Long> shape, long[] values) {
        Tensor tensor = allocate(name, Datatype.INT64, shape);
        tensor.data().asLongBuffer().put(values);
        return tensor;
    }

    static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    /** The number of elements. */
    public long elements() {
        return elements(shape);
    }

    /**
     * The number of elements of a shape.
     *
     * @throws ArithmeticException if it does not fit
     */
    public static long elements(List<Long> shape) {
        long elements = 1;
        for (long dimension : shape) {
            elements = Math.multiplyExact(elements, dimension);
        }
        return elements;
    }
}
