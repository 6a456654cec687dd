package io.verigrad.runner.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import io.verigrad.json.Json;
import io.verigrad.runner.openai.EmbeddingsRequest.Encoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/** Writes the answer (OpenAI API reference, "The embedding object"). */
final class EmbeddingsResponse {
    private EmbeddingsResponse() {}

    static byte[] write(String model, List<float[]> vectors, long tokens, Encoding encoding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.mapper().getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int i = 0; i < vectors.size(); i++) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", i);
                json.writeFieldName("embedding");
                vector(json, vectors.get(i), encoding);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", model);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", tokens);
            json.writeNumberField("total_tokens", tokens);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static void vector(JsonGenerator json, float[] vector, Encoding encoding) throws IOException {
        switch (encoding) {
            case FLOAT -> {
                json.writeStartArray();
                for (float value : vector) {
                    json.writeNumber(value);
                }
                json.writeEndArray();
            }
            case BASE64 -> {
                ByteBuffer bytes =
                        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vector);
                json.writeString(Base64.getEncoder().encodeToString(bytes.array()));
            }
        }
    }
}
