package io.verigrad.attestation.document;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.value.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Typed access to the members of a document's payload. */
record DocumentFields(CborValue.CborMap map) {
    private static final int MAX_REGISTER = 31;
    /** The end of the year 9999, so that every time can be printed and added to. */
    private static final long MAX_MILLIS = 253_402_300_799_999L;

    String text(String name) throws EvidenceFormatException {
        if (member(name) instanceof CborValue.Text(String value) && !value.isEmpty()) {
            return value;
        }
        throw EvidenceFormatException.of(name, "expected text");
    }

    Instant time(String name) throws EvidenceFormatException {
        if (member(name) instanceof CborValue.Int(long millis) && millis >= 0 && millis <= MAX_MILLIS) {
            return Instant.ofEpochMilli(millis);
        }
        throw EvidenceFormatException.of(name, "expected milliseconds since 1970");
    }

    Bytes bytes(String name, int min, int max) throws EvidenceFormatException {
        return sized(name, member(name), min, max);
    }

    /** Absent and null are the same: real documents carry null, though the text of the specification forbids it. */
    Bytes optionalBytes(String name, int max) throws EvidenceFormatException {
        CborValue value = member(name);
        return value instanceof CborValue.Null ? Bytes.EMPTY : sized(name, value, 0, max);
    }

    List<Bytes> list(String name, int maxCount, int maxSize) throws EvidenceFormatException {
        if (!(member(name) instanceof CborValue.Array(List<CborValue> items))
                || items.isEmpty()
                || items.size() > maxCount) {
            throw EvidenceFormatException.of(name, "expected a list of 1 to " + maxCount);
        }
        List<Bytes> values = new ArrayList<>();
        for (CborValue item : items) {
            values.add(sized(name, item, 1, maxSize));
        }
        return values;
    }

    SortedMap<Integer, Bytes> registers(String name) throws EvidenceFormatException {
        if (!(member(name) instanceof CborValue.CborMap(Map<CborValue, CborValue> entries)) || entries.isEmpty()) {
            throw EvidenceFormatException.of(name, "expected a map of registers");
        }
        SortedMap<Integer, Bytes> registers = new TreeMap<>();
        for (Map.Entry<CborValue, CborValue> entry : entries.entrySet()) {
            if (!(entry.getKey() instanceof CborValue.Int(long index)) || index < 0 || index > MAX_REGISTER) {
                throw EvidenceFormatException.of(name, "expected an index of 0 to " + MAX_REGISTER);
            }
            Bytes value = sized(name, entry.getValue(), 32, 64);
            if (value.size() % 16 != 0) {
                throw EvidenceFormatException.of(name, "expected 32, 48 or 64 bytes, found " + value.size());
            }
            registers.put((int) index, value);
        }
        return registers;
    }

    private static Bytes sized(String name, CborValue value, int min, int max) throws EvidenceFormatException {
        if (value instanceof CborValue.ByteString(Bytes bytes) && bytes.size() >= min && bytes.size() <= max) {
            return bytes;
        }
        throw EvidenceFormatException.of(name, "expected a byte string of " + min + " to " + max);
    }

    private CborValue member(String name) {
        return map.entries().getOrDefault(CborValue.of(name), new CborValue.Null());
    }
}
