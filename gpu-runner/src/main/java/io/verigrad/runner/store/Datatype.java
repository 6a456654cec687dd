package io.verigrad.runner.store;

/** An element type by its name in the Open Inference Protocol v2, section "Tensor Data Types". */
public enum Datatype {
    BOOL(1),
    UINT8(1),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP32(4),
    FP64(8);

    private final int size;

    Datatype(int size) {
        this.size = size;
    }

    /** The size of one element in bytes. */
    public int size() {
        return size;
    }
}
