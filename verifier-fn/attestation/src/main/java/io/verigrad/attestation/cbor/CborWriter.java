package io.verigrad.attestation.cbor;

import io.verigrad.value.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes CBOR with definite lengths and shortest numbers, in the order of the values. */
public final class CborWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CborWriter() {}

    public static Bytes write(CborValue value) {
        CborWriter writer = new CborWriter();
        writer.item(value);
        return Bytes.of(writer.out.toByteArray());
    }

    private void item(CborValue value) {
        switch (value) {
            case CborValue.Int(long number) -> head(number < 0 ? 1 : 0, number < 0 ? -1 - number : number);
            case CborValue.ByteString(Bytes bytes) -> string(2, bytes.toArray());
            case CborValue.Text(String text) -> string(3, text.getBytes(StandardCharsets.UTF_8));
            case CborValue.Array(var items) -> {
                head(4, items.size());
                items.forEach(this::item);
            }
            case CborValue.CborMap(var entries) -> {
                head(5, entries.size());
                entries.forEach((key, entry) -> {
                    item(key);
                    item(entry);
                });
            }
            case CborValue.Tagged(long tag, CborValue tagged) -> {
                head(6, tag);
                item(tagged);
            }
            case CborValue.Bool(boolean flag) -> head(7, flag ? 21 : 20);
            case CborValue.Null() -> head(7, 22);
        }
    }

    private void string(int major, byte[] bytes) {
        head(major, bytes.length);
        out.writeBytes(bytes);
    }

    private void head(int major, long argument) {
        int size = argument < 24 ? 0 : argument <= 0xff ? 1 : argument <= 0xffff ? 2 : argument <= 0xffffffffL ? 4 : 8;
        int info = size == 0 ? (int) argument : 24 + Integer.numberOfTrailingZeros(size);
        out.write(major << 5 | info);
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
    }
}
