package io.verigrad.runner.oip;

import static io.verigrad.runner.oip.InferRequestReader.invalid;

import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.execution.Tensor;
import java.nio.ByteBuffer;

/** Fills a tensor from raw little-endian values, under the rules that JSON has: finite numbers, truth as 0 or 1. */
final class BinaryReader {
    private final Tensor tensor;
    private final ByteBuffer target;
    private final String at;

    BinaryReader(Tensor tensor, String at) {
        this.tensor = tensor;
        this.target = tensor.data().duplicate().order(tensor.data().order());
        this.at = at;
    }

    void read(ByteBuffer values) throws InvalidRequestException {
        while (values.hasRemaining()) {
            switch (tensor.datatype()) {
                case BOOL -> target.put(flag(values.get()));
                case UINT8, INT8 -> target.put(values.get());
                case INT16 -> target.putShort(values.getShort());
                case INT32 -> target.putInt(values.getInt());
                case INT64 -> target.putLong(values.getLong());
                case FP32 -> target.putFloat((float) finite(values.getFloat()));
                case FP64 -> target.putDouble(finite(values.getDouble()));
            }
        }
    }

    private byte flag(byte value) throws InvalidRequestException {
        if (value != 0 && value != 1) {
            throw invalid(at, "expected 0 or 1 in each byte of BOOL");
        }
        return value;
    }

    private double finite(double value) throws InvalidRequestException {
        if (!Double.isFinite(value)) {
            throw invalid(at, "expected finite numbers");
        }
        return value;
    }
}
