package io.verigrad.ohttp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What binary HTTP requests and responses have in common (RFC 9292, section 3). */
final class BinaryMessage {
    static final int KNOWN_REQUEST = 0;
    static final int KNOWN_RESPONSE = 1;
    static final int INDETERMINATE_REQUEST = 2;
    static final int INDETERMINATE_RESPONSE = 3;

    static final int MAX_CONTENT = 64 << 20;
    private static final int MAX_TEXT = 64 << 10;
    private static final int MAX_FIELDS = 256;

    private BinaryMessage() {}

    static String text(Cursor cursor) throws OhttpException {
        // Header fields are bytes; Latin-1 keeps each of them.
        return new String(cursor.prefixed(MAX_TEXT), StandardCharsets.ISO_8859_1);
    }

    static void write(Writer out, List<Field> fields, boolean known) {
        Writer section = new Writer();
        for (Field field : fields) {
            section.prefixed(field.name().getBytes(StandardCharsets.ISO_8859_1))
                    .prefixed(field.value().getBytes(StandardCharsets.ISO_8859_1));
        }
        if (known) {
            out.prefixed(section.toArray());
        } else {
            out.bytes(section.toArray()).varint(0);
        }
    }

    /** A header or trailer section. A message may end before it where all that follows is empty (section 3.8). */
    static List<Field> fields(Cursor cursor, boolean known) throws OhttpException {
        List<Field> fields = new ArrayList<>();
        if (cursor.remaining() == 0) {
            return fields;
        }
        Cursor section = known ? new Cursor(cursor.prefixed(MAX_TEXT)) : cursor;
        while (section.remaining() > 0) {
            String name = text(section);
            if (name.isEmpty() && !known) {
                return fields;
            }
            if (fields.size() == MAX_FIELDS) {
                throw new OhttpException("expected at most " + MAX_FIELDS + " header fields");
            }
            try {
                fields.add(new Field(name, text(section)));
            } catch (IllegalArgumentException e) {
                throw new OhttpException(String.valueOf(e.getMessage()), e);
            }
        }
        if (!known) {
            throw new OhttpException("truncated: expected the end of the header");
        }
        return fields;
    }

    static byte[] content(Cursor cursor, boolean known) throws OhttpException {
        if (cursor.remaining() == 0) {
            return new byte[0];
        }
        if (known) {
            return cursor.prefixed(MAX_CONTENT);
        }
        Writer content = new Writer();
        int total = 0;
        int length;
        while ((length = cursor.varint(MAX_CONTENT)) != 0) {
            total += length;
            if (total > MAX_CONTENT) {
                throw new OhttpException("expected content of at most " + MAX_CONTENT + " bytes");
            }
            content.bytes(cursor.take(length));
        }
        return content.toArray();
    }

    /** Trailers are read past; then only padding of zero bytes may follow (section 3.8). */
    static void end(Cursor cursor, boolean known) throws OhttpException {
        fields(cursor, known);
        for (byte each : cursor.take(cursor.remaining())) {
            if (each != 0) {
                throw new OhttpException("expected the end of the message");
            }
        }
    }
}
