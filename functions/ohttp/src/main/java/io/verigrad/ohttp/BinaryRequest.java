package io.verigrad.ohttp;

import java.util.List;

/** A request as a binary HTTP message (RFC 9292, section 3.4). */
public record BinaryRequest(
        String method, String scheme, String authority, String path, List<Field> fields, byte[] content) {
    /** The media type of binary HTTP messages. */
    public static final String MEDIA_TYPE = "message/bhttp";

    public BinaryRequest {
        fields = List.copyOf(fields);
    }

    /** The message, of known length. */
    public byte[] encode() {
        Writer out = new Writer()
                .varint(BinaryMessage.KNOWN_REQUEST)
                .prefixed(method)
                .prefixed(scheme)
                .prefixed(authority)
                .prefixed(path);
        BinaryMessage.write(out, fields, true);
        return out.prefixed(content).varint(0).toArray();
    }

    /**
     * Reads a message of known or indeterminate length.
     *
     * @throws OhttpException if it is malformed or too long
     */
    public static BinaryRequest parse(byte[] message) throws OhttpException {
        Cursor cursor = new Cursor(message);
        int framing = cursor.varint(Integer.MAX_VALUE);
        boolean known = framing == BinaryMessage.KNOWN_REQUEST;
        if (!known && framing != BinaryMessage.INDETERMINATE_REQUEST) {
            throw new OhttpException("expected a request (framing 0 or 2), found framing " + framing);
        }
        String method = BinaryMessage.text(cursor);
        String scheme = BinaryMessage.text(cursor);
        String authority = BinaryMessage.text(cursor);
        String path = BinaryMessage.text(cursor);
        List<Field> fields = BinaryMessage.fields(cursor, known);
        byte[] content = BinaryMessage.content(cursor, known);
        BinaryMessage.end(cursor, known);
        return new BinaryRequest(method, scheme, authority, path, fields, content);
    }
}
