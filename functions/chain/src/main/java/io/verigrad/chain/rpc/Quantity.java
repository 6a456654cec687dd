package io.verigrad.chain.rpc;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers of JSON-RPC: hex with the prefix {@code 0x}, at most 256 bits. */
public final class Quantity {
    private Quantity() {}

    public static BigInteger decode(String method, @Nullable String hex) throws ChainUnavailableException {
        if (hex == null || !hex.matches("0x[0-9a-fA-F]{1,64}")) {
            throw new ChainUnavailableException(method, "expected a quantity such as 0x1f in the answer");
        }
        return new BigInteger(hex.substring(2), 16);
    }

    /** A number that fits a {@code long}: a block number, a nonce, a time, an amount of gas. */
    public static long decodeLong(String method, @Nullable String hex) throws ChainUnavailableException {
        BigInteger value = decode(method, hex);
        if (value.bitLength() > 63) {
            throw new ChainUnavailableException(method, "expected a quantity below 2^63, found " + hex);
        }
        return value.longValue();
    }
}
