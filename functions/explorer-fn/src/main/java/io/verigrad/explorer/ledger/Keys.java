package io.verigrad.explorer.ledger;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.vertx.core.buffer.Buffer;

/** Values of the domain as parameters of a query. */
public final class Keys {
    private Keys() {}

    public static Buffer of(Hash32 hash) {
        return Buffer.buffer(hash.toArray());
    }

    public static Buffer of(Address address) {
        return Buffer.buffer(address.toArray());
    }
}
