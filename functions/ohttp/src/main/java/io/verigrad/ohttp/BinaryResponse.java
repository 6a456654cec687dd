package io.verigrad.ohttp;

import java.util.List;

/**
 * A response as a binary HTTP message (RFC 9292, section 3.5). One that is streamed is written by {@link #head} and
 * {@link #part}, and ended by {@link #end}.
 *
 * @param status of the final response, 200 to 599
 */
public record BinaryResponse(int status, List<Field> fields, byte[] content) {
    private static final byte[] ENDED = {0, 0};

    public BinaryResponse {
        fields = List.copyOf(fields);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("expected a status of 200 to 599, found " + status);
        }
    }

    /** The message, of known length. */
    public byte[] encode() {
        Writer out = new Writer().varint(BinaryMessage.KNOWN_RESPONSE).varint(status);
        BinaryMessage.write(out, fields, true);
        return out.prefixed(content).varint(0).toArray();
    }

    /** The start of a message whose length is not known yet. */
    public static byte[] head(int status, List<Field> fields) {
        Writer out = new Writer().varint(BinaryMessage.INDETERMINATE_RESPONSE).varint(status);
        BinaryMessage.write(out, fields, false);
        return out.toArray();
    }

    /** A part of the content, one byte or more. */
    public static byte[] part(byte[] content) {
        if (content.length == 0) {
            throw new IllegalArgumentException("an empty part would end the content");
        }
        return new Writer().prefixed(content).toArray();
    }

    /** The end of content and trailers. */
    public static byte[] end() {
        return ENDED.clone();
    }

    /**
     * Reads a message of known or indeterminate length; informational responses before the final one are left out.
     *
     * @throws OhttpException if it is malformed or too long
     */
    public static BinaryResponse parse(byte[] message) throws OhttpException {
        Cursor cursor = new Cursor(message);
        int framing = cursor.varint(Integer.MAX_VALUE);
        boolean known = framing == BinaryMessage.KNOWN_RESPONSE;
        if (!known && framing != BinaryMessage.INDETERMINATE_RESPONSE) {
            throw new OhttpException("expected a response (framing 1 or 3), found framing " + framing);
        }
        int status = cursor.varint(599);
        while (status < 200) {
            BinaryMessage.fields(cursor, known);
            status = cursor.varint(599);
        }
        List<Field> fields = BinaryMessage.fields(cursor, known);
        byte[] content = BinaryMessage.content(cursor, known);
        BinaryMessage.end(cursor, known);
        return new BinaryResponse(status, fields, content);
    }
}
