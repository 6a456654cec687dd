package io.verigrad.runner.graph;

/** The types of elements that matter here (onnx.proto3, TensorProto.DataType). */
enum ElementType {
    UINT8(true),
    INT8(true),
    INTEGER(true),
    INT64(true),
    OTHER(false);

    private final boolean integer;

    ElementType(boolean integer) {
        this.integer = integer;
    }

    static ElementType of(long number) {
        return switch ((int) number) {
            case 2 -> UINT8;
            case 3 -> INT8;
            // UINT16, INT16, INT32, BOOL, UINT32, UINT64.
            case 4, 5, 6, 9, 12, 13 -> INTEGER;
            case 7 -> INT64;
            default -> OTHER;
        };
    }

    /** Integers and truth values: what is computed with them has one definition. */
    boolean isInteger() {
        return integer;
    }
}
