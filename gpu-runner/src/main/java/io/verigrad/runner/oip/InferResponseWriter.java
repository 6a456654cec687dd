package io.verigrad.runner.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import io.verigrad.json.Json;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.store.ModelManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Writes an inference response (Open Inference Protocol v2, "Inference Response JSON Object"), data flat. */
final class InferResponseWriter {
    private InferResponseWriter() {}

    /**
     * @throws RunException if a value is not finite: JSON cannot carry it, and another value would be a lie
     */
    static byte[] write(ModelManifest manifest, Optional<String> id, List<Tensor> outputs) throws RunException {
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
                write(json, output);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Tensor tensor) throws IOException, RunException {
        json.writeStartObject();
        json.writeStringField("name", tensor.name());
        json.writeArrayFieldStart("shape");
        for (long dimension : tensor.shape()) {
            json.writeNumber(dimension);
        }
        json.writeEndArray();
        json.writeStringField("datatype", tensor.datatype().name());
        json.writeArrayFieldStart("data");
        ByteBuffer data = tensor.data().duplicate().order(tensor.data().order());
        while (data.hasRemaining()) {
            element(json, tensor, data);
        }
        json.writeEndArray();
        json.writeEndObject();
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
