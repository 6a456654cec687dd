package io.verigrad.client.inference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import java.util.List;

/** Texts that an embedding model turns into vectors. */
public record EmbeddingRequest(String model, List<String> texts) {
    static final String PATH = "/v1/embeddings";

    public EmbeddingRequest {
        texts = List.copyOf(texts);
        if (model.isBlank() || texts.isEmpty()) {
            throw new IllegalArgumentException("expected a model and one text or more");
        }
    }

    public static EmbeddingRequest of(String model, String... texts) {
        return new EmbeddingRequest(model, List.of(texts));
    }

    Bytes json() {
        ObjectNode json = Json.mapper().createObjectNode().put("model", model);
        ArrayNode input = json.putArray("input");
        texts.forEach(input::add);
        return Bytes.of(Json.write(json));
    }
}
