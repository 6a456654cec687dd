package io.verigrad.payment.function;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;

/** The ways in which a signature can be written, and written wrongly. */
enum Signatures {
    AS_IT_IS {
        @Override
        Bytes change(Signature signature) {
            return signature.bytes();
        }
    },
    /** v of 0 or 1, as some libraries have it. */
    LOW_V {
        @Override
        Bytes change(Signature signature) {
            return Bytes.concat(rs(signature), Bytes.of((byte) (signature.v() - 27)));
        }
    },
    OTHER_V {
        @Override
        Bytes change(Signature signature) {
            return Bytes.concat(rs(signature), Bytes.of((byte) (55 - signature.v())));
        }
    },
    V_29 {
        @Override
        Bytes change(Signature signature) {
            return Bytes.concat(rs(signature), Bytes.of((byte) 29));
        }
    },
    /** The other s of the same signature, with the other v (EIP-2). */
    HIGH_S {
        @Override
        Bytes change(Signature signature) {
            byte[] s = ORDER.subtract(signature.s()).toByteArray();
            Bytes word = s.length == 33 ? Bytes.of(s).slice(1, 33) : Bytes.of(s);
            return Bytes.concat(signature.bytes().slice(0, 32), word, Bytes.of((byte) (55 - signature.v())));
        }
    },
    /** 64 bytes, the parity in the highest bit of s (EIP-2098). */
    COMPACT {
        @Override
        Bytes change(Signature signature) {
            byte[] compact = rs(signature).toArray();
            compact[32] |= (byte) (signature.v() == 28 ? 0x80 : 0);
            return Bytes.of(compact);
        }
    },
    LONG {
        @Override
        Bytes change(Signature signature) {
            return Bytes.concat(signature.bytes(), Bytes.of((byte) 0));
        }
    },
    ZERO {
        @Override
        Bytes change(Signature signature) {
            return Bytes.of(new byte[65]);
        }
    },
    ZERO_R {
        @Override
        Bytes change(Signature signature) {
            return Bytes.concat(Bytes.of(new byte[32]), signature.bytes().slice(32, 65));
        }
    },
    /** r above the order of the group. */
    HUGE_R {
        @Override
        Bytes change(Signature signature) {
            byte[] bytes = signature.bytes().toArray();
            java.util.Arrays.fill(bytes, 0, 32, (byte) 0xff);
            return Bytes.of(bytes);
        }
    },
    EMPTY {
        @Override
        Bytes change(Signature signature) {
            return Bytes.EMPTY;
        }
    },
    KILOBYTES {
        @Override
        Bytes change(Signature signature) {
            return Bytes.of(new byte[9000]);
        }
    };

    private static final BigInteger ORDER =
            new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16);

    abstract Bytes change(Signature signature);

    Bytes of(PrivateKey key, Hash32 digest) {
        return change(key.sign(digest));
    }

    private static Bytes rs(Signature signature) {
        return signature.bytes().slice(0, 64);
    }
}
