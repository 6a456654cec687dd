package io.verigrad.attestation.cbor;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one CBOR item that fills its input. Definite and indefinite lengths are read, as both are in use by AWS; numbers
 * must have their shortest form, map keys be unique, and depth and count are limited. Floats, undefined and other simple
 * values are refused.
 */
public final class CborReader {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_ITEMS = 1024;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private final String field;
    private final byte[] input;
    private int at;
    private int items;

    private CborReader(String field, byte[] input) {
        this.field = field;
        this.input = input;
    }

    /**
     * Reads {@code input} whole.
     *
     * @param field names the input in messages
     */
    public static CborValue read(String field, Bytes input) throws EvidenceFormatException {
        CborReader reader = new CborReader(field, input.toArray());
        CborValue value = reader.item(1);
        if (reader.at != reader.input.length) {
            throw reader.problem("expected the end, found " + (reader.input.length - reader.at) + " more bytes");
        }
        return value;
    }

    private CborValue item(int depth) throws EvidenceFormatException {
        if (depth > MAX_DEPTH || ++items > MAX_ITEMS) {
            throw problem("expected at most " + MAX_DEPTH + " levels and " + MAX_ITEMS + " items");
        }
        int head = next();
        int info = head & 0x1f;
        return switch (head >>> 5) {
            case 0 -> new CborValue.Int(argument(info));
            case 1 -> new CborValue.Int(-1 - argument(info));
            case 2 -> new CborValue.ByteString(Bytes.of(string(2, info)));
            case 3 -> new CborValue.Text(utf8(string(3, info)));
            case 4 -> array(info, depth);
            case 5 -> map(info, depth);
            case 6 -> new CborValue.Tagged(argument(info), item(depth + 1));
            default -> simple(info);
        };
    }

    private CborValue simple(int info) throws EvidenceFormatException {
        return switch (info) {
            case 20 -> new CborValue.Bool(false);
            case 21 -> new CborValue.Bool(true);
            case 22 -> new CborValue.Null();
            default -> throw problem("unexpected simple value or float " + info);
        };
    }

    private CborValue array(int info, int depth) throws EvidenceFormatException {
        List<CborValue> values = new ArrayList<>();
        long count = info == INDEFINITE ? -1 : length(info);
        while (more(count, values.size())) {
            values.add(item(depth + 1));
        }
        return new CborValue.Array(values);
    }

    private CborValue map(int info, int depth) throws EvidenceFormatException {
        Map<CborValue, CborValue> entries = new LinkedHashMap<>();
        long count = info == INDEFINITE ? -1 : length(info);
        while (more(count, entries.size())) {
            CborValue key = item(depth + 1);
            if (!(key instanceof CborValue.Int || key instanceof CborValue.Text)) {
                throw problem("expected an integer or text as key");
            }
            // Two readers could each believe another of two values.
            if (entries.put(key, item(depth + 1)) != null) {
                throw problem("duplicate key " + key);
            }
        }
        return new CborValue.CborMap(entries);
    }

    private boolean more(long count, int read) throws EvidenceFormatException {
        if (count >= 0) {
            return read < count;
        }
        if (at < input.length && (input[at] & 0xff) == BREAK) {
            at++;
            return false;
        }
        return true;
    }

    private byte[] string(int major, int info) throws EvidenceFormatException {
        if (info != INDEFINITE) {
            return take(length(info));
        }
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int head = next(); head != BREAK; head = next()) {
            if (head >>> 5 != major || (head & 0x1f) == INDEFINITE || ++items > MAX_ITEMS) {
                throw problem("expected a chunk of the same kind and definite length");
            }
            chunks.writeBytes(take(length(head & 0x1f)));
        }
        return chunks.toByteArray();
    }

    private int length(int info) throws EvidenceFormatException {
        long length = argument(info);
        // Each item takes a byte or more: what is longer than the rest of the input is refused before it is allocated.
        if (length > input.length - at) {
            throw problem("length " + length + " exceeds the input");
        }
        return (int) length;
    }

    private long argument(int info) throws EvidenceFormatException {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw problem("unexpected additional information " + info);
        }
        int size = 1 << (info - 24);
        long value = 0;
        for (byte b : take(size)) {
            value = value << 8 | (b & 0xff);
        }
        long smallest = size == 1 ? 24 : 1L << (4 * size);
        if (value < smallest) {
            throw problem("expected the shortest form of a number below 2^63");
        }
        return value;
    }

    private String utf8(byte[] bytes) throws EvidenceFormatException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw problem("text is not UTF-8");
        }
    }

    private byte[] take(int size) throws EvidenceFormatException {
        if (size > input.length - at) {
            throw problem("expected " + size + " bytes, found " + (input.length - at));
        }
        byte[] taken = java.util.Arrays.copyOfRange(input, at, at + size);
        at += size;
        return taken;
    }

    private int next() throws EvidenceFormatException {
        return take(1)[0] & 0xff;
    }

    private EvidenceFormatException problem(String text) {
        return EvidenceFormatException.at(field, at, text);
    }
}
