package io.verigrad.chain.rpc;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;

/** The 32-byte words of an ABI-encoded answer; too few of them are a wrong answer of the node. */
public record Words(String method, Bytes data) {
    public BigInteger uint(int index) throws ChainUnavailableException {
        return new BigInteger(1, word(index).toArray());
    }

    /** An unsigned integer of at most 63 bits. */
    public long uint63(int index) throws ChainUnavailableException {
        BigInteger value = uint(index);
        if (value.bitLength() > 63) {
            throw new ChainUnavailableException(method, "expected a number below 2^63, found " + value);
        }
        return value.longValue();
    }

    public Address address(int index) throws ChainUnavailableException {
        Bytes word = word(index);
        if (!word.slice(0, 12).isZero()) {
            throw new ChainUnavailableException(method, "expected an address, found " + word);
        }
        return new Address(word.slice(12, 32));
    }

    public Hash32 hash(int index) throws ChainUnavailableException {
        return new Hash32(word(index));
    }

    /** The byte string whose offset is at {@code index}. */
    public Bytes bytes(int index) throws ChainUnavailableException {
        long offset = uint63(index);
        if (offset % 32 != 0 || offset > data.size() - 32) {
            throw new ChainUnavailableException(method, "expected an offset within the answer, found " + offset);
        }
        long length = uint63((int) (offset / 32));
        int from = (int) offset + 32;
        if (length > data.size() - from) {
            throw new ChainUnavailableException(method, "expected bytes within the answer, found length " + length);
        }
        return data.slice(from, from + (int) length);
    }

    private Bytes word(int index) throws ChainUnavailableException {
        if (data.size() < 32 * (index + 1)) {
            throw new ChainUnavailableException(
                    method, "expected " + (index + 1) + " words or more, found " + data.size() + " bytes");
        }
        return data.slice(32 * index, 32 * (index + 1));
    }
}
