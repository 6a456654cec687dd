package io.verigrad.runner.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import io.verigrad.json.Json;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.paid.AnswerBody;
import io.verigrad.runner.store.ModelManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Writes an inference response (Open Inference Protocol v2, "Inference Response JSON Object"), data flat or after the JSON. */
final class InferResponseWriter {
    private InferResponseWriter() {}

    static AnswerBody write(ModelManifest manifest, InferRequest request, List<Tensor> outputs) throws RunException {
        return write(manifest, request.id(), outputs, request.binaryOutputs()).content();
    }

    /**
     * @param binary the outputs whose values follow the JSON
     * @throws RunException if a value in JSON is not finite: JSON cannot carry it, and another value would be a lie
     */
    static InferResponse write(ModelManifest manifest, Optional<String> id, List<Tensor> outputs, Set<String> binary)
            throws RunException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.mapper().getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model_name", manifest.name());
            json.writeStringField("model_version", manifest.version());
            if (id.isPresent()) {
                json.writeStringField("id", id.get());
            }
            json.writeArrayFieldStart("outputs");
            for (Tensor output : outputs) {
                write(json, output, binary.contains(output.name()));
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        int jsonSize = bytes.size();
        for (Tensor output : outputs) {
            if (binary.contains(output.name())) {
                bytes.writeBytes(littleEndian(output));
            }
        }
        return new InferResponse(
                bytes.toByteArray(), binary.isEmpty() ? OptionalInt.empty() : OptionalInt.of(jsonSize));
    }

    private static void write(JsonGenerator json, Tensor tensor, boolean binary) throws IOException, RunException {
        json.writeStartObject();
        json.writeStringField("name", tensor.name());
        json.writeArrayFieldStart("shape");
        for (long dimension : tensor.shape()) {
            json.writeNumber(dimension);
        }
        json.writeEndArray();
        json.writeStringField("datatype", tensor.datatype().name());
        if (binary) {
            json.writeObjectFieldStart("parameters");
            json.writeNumberField("binary_data_size", tensor.data().remaining());
            json.writeEndObject();
            json.writeEndObject();
            return;
        }
        json.writeArrayFieldStart("data");
        ByteBuffer data = tensor.data().duplicate().order(tensor.data().order());
        while (data.hasRemaining()) {
            element(json, tensor, data);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The values of a tensor as bytes. */
    static byte[] littleEndian(Tensor tensor) {
        ByteBuffer source = tensor.data().duplicate().order(tensor.data().order());
        ByteBuffer target = ByteBuffer.allocate(source.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        switch (tensor.datatype().size()) {
            case Short.BYTES -> target.asShortBuffer().put(source.asShortBuffer());
            case Integer.BYTES -> target.asIntBuffer().put(source.asIntBuffer());
            case Long.BYTES -> target.asLongBuffer().put(source.asLongBuffer());
            default -> target.put(source);
        }
        return target.array();
    }

    private static void element(JsonGenerator json, Tensor tensor, ByteBuffer data) throws IOException, RunException {
        switch (tensor.datatype()) {
            case BOOL -> json.writeBoolean(data.get() != 0);
            case UINT8 -> json.writeNumber(data.get() & 0xff);
            case INT8 -> json.writeNumber(data.get());
            case INT16 -> json.writeNumber(data.getShort());
            case INT32 -> json.writeNumber(data.getInt());
            case INT64 -> json.writeNumber(data.getLong());
            case FP32 -> json.writeNumber((float) finite(data.getFloat()));
            case FP64 -> json.writeNumber(finite(data.getDouble()));
        }
    }

    private static double finite(double value) throws RunException {
        if (!Double.isFinite(value)) {
            throw new RunException(RunException.Cause.MODEL, "the model gave a value that is not finite");
        }
        return value;
    }
}
