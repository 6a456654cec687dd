package io.verigrad.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Bytes that are not the JSON they should be. The message names the place and what was expected there. It repeats
 * nothing of the bytes, and has no cause that would: prompts and signatures must not reach logs this way.
 */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }

    static MalformedJsonException of(Class<?> type, IOException cause) {
        String where = cause instanceof JsonMappingException mapping
                ? mapping.getPath().stream().map(MalformedJsonException::name).collect(Collectors.joining("."))
                : "";
        return new MalformedJsonException("malformed " + type.getSimpleName() + (where.isEmpty() ? "" : " at " + where)
                + ": " + problem(cause) + position(cause));
    }

    /** Members of our types have our names; keys of a map are content. */
    private static String name(JsonMappingException.Reference step) {
        if (step.getFieldName() == null) {
            return "[" + step.getIndex() + "]";
        }
        boolean isKey = step.getFrom() instanceof Map
                || (step.getFrom() instanceof Class<?> from && Map.class.isAssignableFrom(from));
        return isKey ? "[key]" : step.getFieldName();
    }

    private static String problem(IOException cause) {
        if (cause.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            return expectation(refused.getMessage());
        }
        if (cause instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "expected " + mismatch.getTargetType().getSimpleName();
        }
        return cause instanceof JsonMappingException
                ? "not readable"
                : "expected JSON without twin members or text after it";
    }

    /** Our values say "expected this, found that"; only the first half is ours. */
    private static String expectation(String message) {
        int found = message.indexOf(", found");
        if (found > 0) {
            return message.substring(0, found);
        }
        return message.startsWith("expected") ? message : "not a valid value";
    }

    private static String position(IOException cause) {
        JsonLocation at = cause instanceof JacksonException json ? json.getLocation() : null;
        return at == null || at.getLineNr() < 1
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
