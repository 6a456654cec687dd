package io.verigrad.attestation.cbor;

import io.verigrad.value.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CBOR data item of the kinds that attestation uses (RFC 8949, section 3.1). */
public sealed interface CborValue {
    /** Major types 0 and 1, within {@code long}. */
    record Int(long value) implements CborValue {}

    record ByteString(Bytes value) implements CborValue {}

    record Text(String value) implements CborValue {}

    record Array(List<CborValue> items) implements CborValue {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** Keys are integers or text, each once; the order is the one of the encoding. */
    record CborMap(Map<CborValue, CborValue> entries) implements CborValue {
        public CborMap {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    record Bool(boolean value) implements CborValue {}

    record Null() implements CborValue {}

    /** A tagged item; whether the tag is welcome is for the reader to decide. */
    record Tagged(long tag, CborValue value) implements CborValue {}

    static CborValue of(long value) {
        return new Int(value);
    }

    static CborValue of(String value) {
        return new Text(value);
    }

    static CborValue of(Bytes value) {
        return new ByteString(value);
    }
}
