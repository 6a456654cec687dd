package io.verigrad.ledger;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;

/** A transaction that is ready to be sent, byte for byte. */
public record RawTransaction(Hash32 hash, Bytes raw) {
    @Override
    public String toString() {
        return "RawTransaction[" + hash + ", " + raw.size() + " bytes]";
    }
}
