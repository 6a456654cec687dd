package io.verigrad.runner.oip;

import static io.verigrad.runner.oip.InferRequestReader.invalid;

import com.google.protobuf.Descriptors.FieldDescriptor;
import inference.v2.InferTensorContents;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.store.Datatype;
import java.nio.ByteBuffer;
import java.util.Set;

/** Fills a tensor from the one list of a message that its datatype has. */
final class ContentsReader {
    private final Tensor tensor;
    private final String at;

    ContentsReader(Tensor tensor, String at) {
        this.tensor = tensor;
        this.at = at;
    }

    void read(InferTensorContents contents) throws InvalidRequestException {
        int list = list(tensor.datatype());
        FieldDescriptor field = InferTensorContents.getDescriptor().findFieldByNumber(list);
        Set<FieldDescriptor> given = contents.getAllFields().keySet();
        if (!given.equals(Set.of(field)) || contents.getRepeatedFieldCount(field) != tensor.elements()) {
            throw invalid(
                    at,
                    "expected " + tensor.elements() + " values in " + field.getName() + " and nothing else, found "
                            + given.stream().map(FieldDescriptor::getName).toList());
        }
        ByteBuffer target = tensor.data().duplicate().order(tensor.data().order());
        for (int i = 0; target.hasRemaining(); i++) {
            put(contents, i, target);
        }
    }

    private void put(InferTensorContents contents, int i, ByteBuffer target) throws InvalidRequestException {
        switch (tensor.datatype()) {
            case BOOL -> target.put((byte) (contents.getBoolContents(i) ? 1 : 0));
            case UINT8 -> target.put((byte) within(Integer.toUnsignedLong(contents.getUintContents(i)), 0, 255));
            case INT8 -> target.put((byte) within(contents.getIntContents(i), Byte.MIN_VALUE, Byte.MAX_VALUE));
            case INT16 -> target.putShort((short) within(contents.getIntContents(i), Short.MIN_VALUE, Short.MAX_VALUE));
            case INT32 -> target.putInt(contents.getIntContents(i));
            case INT64 -> target.putLong(contents.getInt64Contents(i));
            case FP32 -> target.putFloat((float) finite(contents.getFp32Contents(i)));
            case FP64 -> target.putDouble(finite(contents.getFp64Contents(i)));
        }
    }

    /** The number of the field that holds values of a type (Open Inference Protocol v2, "Tensor Data", gRPC). */
    static int list(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> InferTensorContents.BOOL_CONTENTS_FIELD_NUMBER;
            case INT8, INT16, INT32 -> InferTensorContents.INT_CONTENTS_FIELD_NUMBER;
            case INT64 -> InferTensorContents.INT64_CONTENTS_FIELD_NUMBER;
            case UINT8 -> InferTensorContents.UINT_CONTENTS_FIELD_NUMBER;
            case FP32 -> InferTensorContents.FP32_CONTENTS_FIELD_NUMBER;
            case FP64 -> InferTensorContents.FP64_CONTENTS_FIELD_NUMBER;
        };
    }

    private long within(long value, long least, long most) throws InvalidRequestException {
        if (value < least || value > most) {
            throw invalid(at, "expected whole numbers of " + tensor.datatype());
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
