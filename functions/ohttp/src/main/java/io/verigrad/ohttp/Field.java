package io.verigrad.ohttp;

import java.util.Locale;

/**
 * One field of a message's header (RFC 9292, section 3.6).
 *
 * @param name in lower case, as the format wants it
 * @param value without line breaks, so that no field hides another
 */
public record Field(String name, String value) {
    public Field {
        name = name.toLowerCase(Locale.ROOT);
        if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]{1,256}") || !value.matches("[\\t\\x20-\\x7e\\x80-\\xff]*")) {
            throw new IllegalArgumentException("expected the name and value of a header field");
        }
    }
}
