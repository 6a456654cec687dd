package io.verigrad.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bytes that are not the JSON they should be. The message names the place and the problem. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static MalformedJsonException of(Class<?> type, IOException cause) {
        String where = cause instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        return new MalformedJsonException(
                "malformed " + type.getSimpleName() + (where.isEmpty() ? "" : " at " + where) + ": " + problem(cause),
                cause);
    }

    private static String problem(IOException cause) {
        if (cause.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            return refused.getMessage();
        }
        if (cause instanceof JsonProcessingException json) {
            JsonLocation at = json.getLocation();
            String first = json.getOriginalMessage().lines().findFirst().orElse("not JSON");
            String named = first.replaceAll("`(?:[\\w-]+\\.)+([\\w$]+)`", "$1");
            String brief = named.length() > 160 ? named.substring(0, 160) : named;
            return brief
                    + (at == null || at.getLineNr() < 1
                            ? ""
                            : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
        }
        return "not readable";
    }
}
