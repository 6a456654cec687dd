package io.verigrad.runner.oip;

import static io.verigrad.runner.oip.InferRequestReader.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.execution.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/** Fills a tensor from JSON, nested as its shape says or flat in row-major order. Values must fit exactly. */
final class DataReader {
    private final Tensor tensor;
    private final ByteBuffer target;
    private final String at;

    DataReader(Tensor tensor, String at) {
        this.tensor = tensor;
        this.target = tensor.data().duplicate().order(tensor.data().order());
        this.at = at;
    }

    void read(JsonNode data) throws InvalidRequestException {
        List<Long> shape = tensor.shape();
        boolean nested = data.path(0).isArray();
        array(data, nested ? shape : List.of(tensor.elements()));
    }

    private void array(JsonNode node, List<Long> shape) throws InvalidRequestException {
        if (shape.isEmpty()) {
            element(node);
            return;
        }
        if (!node.isArray() || node.size() != shape.getFirst()) {
            throw invalid(
                    at,
                    "expected arrays nested as shape " + tensor.shape() + " or one of " + tensor.elements()
                            + " elements, found "
                            + (node.isArray()
                                    ? "an array of " + node.size() + " where " + shape.getFirst() + " belong"
                                    : "no array"));
        }
        for (JsonNode child : node) {
            array(child, shape.subList(1, shape.size()));
        }
    }

    private void element(JsonNode value) throws InvalidRequestException {
        switch (tensor.datatype()) {
            case BOOL -> target.put((byte) (flag(value) ? 1 : 0));
            case UINT8 -> target.put((byte) integer(value, 0, 255));
            case INT8 -> target.put((byte) integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case INT16 -> target.putShort((short) integer(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT32 -> target.putInt((int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> target.putLong(integer(value, Long.MIN_VALUE, Long.MAX_VALUE));
            case FP32 -> target.putFloat(single(value));
            case FP64 -> target.putDouble(number(value));
        }
    }

    private boolean flag(JsonNode value) throws InvalidRequestException {
        if (!value.isBoolean()) {
            throw invalid(at, "expected true or false");
        }
        return value.booleanValue();
    }

    private long integer(JsonNode value, long least, long most) throws InvalidRequestException {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw invalid(at, "expected whole numbers of " + tensor.datatype());
        }
        return value.longValue();
    }

    /** JSON has no NaN and no infinity; a number beyond the type would become one. */
    private float single(JsonNode value) throws InvalidRequestException {
        float number = (float) number(value);
        if (!Float.isFinite(number)) {
            throw invalid(at, "expected numbers in the range of FP32");
        }
        return number;
    }

    private double number(JsonNode value) throws InvalidRequestException {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw invalid(at, "expected finite numbers");
        }
        return value.doubleValue();
    }
}
