package io.verigrad.chain.rpc;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;

/** Names of functions, errors and events on chain, from their signatures (Solidity ABI, "Function Selector"). */
public final class Selector {
    private Selector() {}

    /** The first four bytes of the hash: a function or an error. */
    public static Bytes of(String signature) {
        return topic(signature).bytes().slice(0, 4);
    }

    /** The whole hash: the first topic of an event. */
    public static Hash32 topic(String signature) {
        return Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII));
    }
}
