package io.verigrad.attestation.nitro;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Writes maps and arrays with indefinite length, as documents since December 2025 have them. */
final class Indefinite {
    private Indefinite() {}

    static Bytes encode(Bytes definite) {
        try {
            return encode(CborReader.read("test", definite));
        } catch (EvidenceFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes encode(CborValue value) {
        List<Bytes> parts = new ArrayList<>();
        switch (value) {
            case CborValue.CborMap(var entries) -> {
                parts.add(Bytes.of((byte) 0xbf));
                entries.forEach((key, entry) -> {
                    parts.add(encode(key));
                    parts.add(encode(entry));
                });
                parts.add(Bytes.of((byte) 0xff));
            }
            case CborValue.Array(var items) -> {
                parts.add(Bytes.of((byte) 0x9f));
                items.forEach(item -> parts.add(encode(item)));
                parts.add(Bytes.of((byte) 0xff));
            }
            default -> parts.add(CborWriter.write(value));
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }
}
