package io.verigrad.runner.graph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/** Reads one Protocol Buffers message (encoding specification, "Message Structure") without copying it. */
final class Wire {
    private static final int MAX_VARINT = 10;

    private final ByteBuffer bytes;
    private int type;

    Wire(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    /** The number of the next field, or 0 at the end. */
    int next() throws GraphFormatException {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        type = (int) (tag & 7);
        long field = tag >>> 3;
        if (field < 1 || field > 0x1fff_ffff) {
            throw new GraphFormatException("expected the number of a field, found " + field);
        }
        return (int) field;
    }

    /** The present field as an integer. */
    long integer() throws GraphFormatException {
        require(0);
        return varint();
    }

    /** The present field as bytes. */
    ByteBuffer message() throws GraphFormatException {
        require(2);
        long length = varint();
        if (length < 0 || length > bytes.remaining()) {
            throw new GraphFormatException("expected at most " + bytes.remaining() + " bytes, found " + length);
        }
        ByteBuffer message = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return message;
    }

    String text() throws GraphFormatException {
        return StandardCharsets.UTF_8.decode(message()).toString();
    }

    /** The present field as one of repeated integers, or as several that are packed. */
    void integers(LongConsumer values) throws GraphFormatException {
        if (type != 2) {
            values.accept(integer());
            return;
        }
        Wire packed = new Wire(message());
        while (packed.bytes.hasRemaining()) {
            values.accept(packed.varint());
        }
    }

    void skip() throws GraphFormatException {
        switch (type) {
            case 0 -> varint();
            case 1 -> advance(8);
            case 2 -> message();
            case 5 -> advance(4);
            default -> throw new GraphFormatException("expected a wire type of proto3, found " + type);
        }
    }

    private long varint() throws GraphFormatException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT; i++) {
            if (!bytes.hasRemaining()) {
                throw new GraphFormatException("the file ends within a number");
            }
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new GraphFormatException("a number is longer than 64 bits");
    }

    private void require(int expected) throws GraphFormatException {
        if (type != expected) {
            throw new GraphFormatException("expected wire type " + expected + ", found " + type);
        }
    }

    private void advance(int count) throws GraphFormatException {
        if (bytes.remaining() < count) {
            throw new GraphFormatException("the file ends within a field");
        }
        bytes.position(bytes.position() + count);
    }
}
