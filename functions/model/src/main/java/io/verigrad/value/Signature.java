package io.verigrad.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;

/**
 * A recoverable secp256k1 signature of 65 bytes: r, s, v, where v is 27 or 28 and s is in the lower half of the order.
 * A signature with high s or another v cannot be made: the same statement would then have two signatures (EIP-2).
 */
public record Signature(Bytes bytes) {
    private static final BigInteger ORDER =
            new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16);
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    public Signature {
        if (bytes.size() != 65) {
            throw new IllegalArgumentException("expected a signature of 65 bytes, found " + bytes.size());
        }
        int v = bytes.slice(64, 65).toArray()[0];
        if (v != 27 && v != 28) {
            throw new IllegalArgumentException("expected v of 27 or 28, found " + v);
        }
        BigInteger r = unsigned(bytes, 0);
        BigInteger s = unsigned(bytes, 32);
        if (r.signum() == 0 || r.compareTo(ORDER) >= 0) {
            throw new IllegalArgumentException("expected r inside of the group");
        }
        if (s.signum() == 0 || s.compareTo(HALF_ORDER) > 0) {
            throw new IllegalArgumentException("expected s in the lower half of the group order");
        }
    }

    @JsonCreator
    public static Signature parse(String text) {
        return new Signature(Bytes.parse(text));
    }

    public BigInteger r() {
        return unsigned(bytes, 0);
    }

    public BigInteger s() {
        return unsigned(bytes, 32);
    }

    /** 27 or 28. */
    public int v() {
        return bytes.slice(64, 65).toArray()[0];
    }

    @Override
    @JsonValue
    public String toString() {
        return bytes.toString();
    }

    private static BigInteger unsigned(Bytes bytes, int from) {
        return new BigInteger(1, bytes.slice(from, from + 32).toArray());
    }
}
