package io.verigrad.client.transaction;

import io.verigrad.value.Bytes;
import java.math.BigInteger;

/** Recursive length prefix encoding, as far as a transaction needs it (Ethereum yellow paper, appendix B). */
final class Rlp {
    private static final int STRING = 0x80;
    private static final int LIST = 0xc0;
    private static final int SHORT = 55;

    private Rlp() {}

    static Bytes bytes(Bytes value) {
        if (value.size() == 1 && (value.toArray()[0] & 0xff) < STRING) {
            return value;
        }
        return Bytes.concat(prefix(STRING, value.size()), value);
    }

    /** Without leading zeros; zero itself is empty. */
    static Bytes number(BigInteger value) {
        byte[] all = value.toByteArray();
        int from = all[0] == 0 ? 1 : 0;
        return bytes(Bytes.of(all).slice(from, all.length));
    }

    /** A list of items that are encoded already. */
    static Bytes list(Bytes... items) {
        Bytes content = Bytes.concat(items);
        return Bytes.concat(prefix(LIST, content.size()), content);
    }

    private static Bytes prefix(int kind, int size) {
        if (size <= SHORT) {
            return Bytes.of((byte) (kind + size));
        }
        byte[] length = BigInteger.valueOf(size).toByteArray();
        int from = length[0] == 0 ? 1 : 0;
        Bytes digits = Bytes.of(length).slice(from, length.length);
        return Bytes.concat(Bytes.of((byte) (kind + SHORT + digits.size())), digits);
    }
}
