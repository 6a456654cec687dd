package io.verigrad.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The one way JSON is read: no duplicate keys, nothing after the value, no missing members, no silent coercion. */
public final class Json {
    /** The largest document that is read, in bytes. */
    public static final int MAX_DOCUMENT = 16 << 20;

    private static final ObjectMapper MAPPER = configure(JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_DOCUMENT)
                            .maxNestingDepth(100)
                            .maxNumberLength(400)
                            .maxNameLength(4096)
                            .build())
                    .build()))
            .build();

    private Json() {}

    /** The shared mapper; it must not be reconfigured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Reads one value.
     *
     * @throws MalformedJsonException if the bytes are not JSON or not that type; the message repeats no content
     */
    public static <T> T read(byte[] json, Class<T> type) throws MalformedJsonException {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new MalformedJsonException("expected " + type.getSimpleName() + ", found null");
            }
            return value;
        } catch (IOException e) {
            throw MalformedJsonException.of(type, e);
        }
    }

    /** Converts a tree. */
    public static <T> T convert(JsonNode tree, Class<T> type) throws MalformedJsonException {
        try {
            T value = MAPPER.treeToValue(tree, type);
            if (value == null) {
                throw new MalformedJsonException("expected " + type.getSimpleName() + ", found null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw MalformedJsonException.of(type, e);
        }
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a value of ours has no JSON form", e);
        }
    }

    private static JsonMapper.Builder configure(JsonMapper.Builder builder) {
        return builder.addModule(new Jdk8Module())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // Absent members are null here, except Optional ones, which are empty.
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .serializationInclusion(JsonInclude.Include.NON_ABSENT);
    }
}
