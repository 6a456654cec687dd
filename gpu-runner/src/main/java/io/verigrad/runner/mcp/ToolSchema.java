package io.verigrad.runner.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.store.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The arguments of tools as JSON Schema: what the APIs behind them take, but for streams. */
final class ToolSchema {
    private static final String SAMPLING = """
            "max_tokens": {"type": "integer", "minimum": 1},
            "temperature": {"type": "number", "minimum": 0},
            "top_p": {"type": "number", "minimum": 0, "maximum": 1},
            "seed": {"type": "integer"},
            "stop": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
            """;
    private static final String MESSAGES = """
            "messages": {
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "properties": {
                  "role": {"enum": ["system", "user", "assistant"]},
                  "content": {"type": "string"}
                },
                "required": ["role", "content"]
              }
            }
            """;

    private ToolSchema() {}

    static ObjectNode embeddings() {
        return read("""
                {
                  "type": "object",
                  "properties": {
                    "input": {
                      "description": "the text or the texts",
                      "anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]
                    },
                    "encoding_format": {"enum": ["float", "base64"]}
                  },
                  "required": ["input"],
                  "additionalProperties": false
                }
                """);
    }

    static ObjectNode classification() {
        return read("""
                {
                  "type": "object",
                  "properties": {
                    "input": {
                      "description": "the text or the texts",
                      "anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]
                    }
                  },
                  "required": ["input"],
                  "additionalProperties": false
                }
                """);
    }

    static ObjectNode reranking() {
        return read("""
                {
                  "type": "object",
                  "properties": {
                    "query": {"type": "string"},
                    "documents": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                    "top_n": {"type": "integer", "minimum": 1},
                    "return_documents": {"type": "boolean"}
                  },
                  "required": ["query", "documents"],
                  "additionalProperties": false
                }
                """);
    }

    static ObjectNode chat() {
        return read("{\"type\": \"object\", \"properties\": {" + MESSAGES + ", \"top_k\": {\"type\": \"integer\"}, "
                + SAMPLING + "}, \"required\": [\"messages\"], \"additionalProperties\": false}");
    }

    /** Which parameters there are is the upstream's to say. */
    static ObjectNode forwardedChat() {
        return read("{\"type\": \"object\", \"properties\": {" + MESSAGES + ", " + SAMPLING
                + "}, \"required\": [\"messages\"]}");
    }

    static ObjectNode tensors(List<TensorSpec> inputs) {
        ObjectNode schema = read("""
                {
                  "type": "object",
                  "properties": {
                    "id": {"type": "string"},
                    "inputs": {
                      "type": "array",
                      "minItems": 1,
                      "items": {
                        "type": "object",
                        "properties": {
                          "name": {"type": "string"},
                          "shape": {"type": "array", "items": {"type": "integer", "minimum": 1}},
                          "datatype": {"type": "string"},
                          "data": {"type": "array"}
                        },
                        "required": ["name", "shape", "datatype", "data"]
                      }
                    },
                    "outputs": {"type": "array", "items": {"type": "object"}}
                  },
                  "required": ["inputs"],
                  "additionalProperties": false
                }
                """);
        String wanted = inputs.stream()
                .map(input -> input.name() + " " + input.datatype() + input.shape())
                .collect(Collectors.joining(", ", "tensors of the Open Inference Protocol: ", "; -1 is any length"));
        schema.withObject("/properties/inputs").put("description", wanted);
        return schema;
    }

    private static ObjectNode read(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), ObjectNode.class);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a schema of this class is no JSON", e);
        }
    }
}
