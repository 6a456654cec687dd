package io.verigrad.attestation.nvidia;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.SortedMap;

/** Lays out a request and its answer without the signature. */
final class SpdmBytes {
    private SpdmBytes() {}

    static byte[] lay(Hash32 nonce, SortedMap<Integer, Bytes> measurements, Map<Integer, Bytes> opaque) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x11, (byte) 0xe0, 1, (byte) 0xff});
        out.writeBytes(nonce.toArray());
        out.write(0);
        out.writeBytes(new byte[] {0x11, 0x60, 0, 0, (byte) measurements.size()});
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        measurements.forEach((index, value) -> {
            blocks.write(index);
            blocks.write(1);
            number(blocks, value.size() + 3, 2);
            blocks.write(1);
            number(blocks, value.size(), 2);
            blocks.writeBytes(value.toArray());
        });
        number(out, blocks.size(), 3);
        out.writeBytes(blocks.toByteArray());
        out.writeBytes(new byte[32]);
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        opaque.forEach((type, value) -> {
            number(fields, type, 2);
            number(fields, value.size(), 2);
            fields.writeBytes(value.toArray());
        });
        number(out, fields.size(), 2);
        out.writeBytes(fields.toByteArray());
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int value, int size) {
        for (int i = 0; i < size; i++) {
            out.write(value >>> (8 * i));
        }
    }
}
