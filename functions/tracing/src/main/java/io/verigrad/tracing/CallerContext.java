package io.verigrad.tracing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The span that a consumer's request belongs to (W3C Trace Context, section 3.2, header {@code traceparent}).
 *
 * @param traceId 32 hexadecimal digits, not all zero
 * @param spanId 16 hexadecimal digits, not all zero
 */
public record CallerContext(String traceId, String spanId, boolean sampled) {
    private static final Pattern HEADER =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

    /** Reads the header's value; what is malformed, or of an unknown version, is no context. */
    public static Optional<CallerContext> of(String traceparent) {
        Matcher matcher = HEADER.matcher(traceparent);
        return matcher.matches()
                ? Optional.of(new CallerContext(
                        matcher.group(1), matcher.group(2), (Integer.parseInt(matcher.group(3), 16) & 1) != 0))
                : Optional.empty();
    }
}
