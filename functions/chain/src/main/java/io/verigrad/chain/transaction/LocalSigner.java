package io.verigrad.chain.transaction;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;

/** A key in this process's memory. */
public record LocalSigner(PrivateKey key) implements TransactionSigner {
    @Override
    public Address address() {
        return key.address();
    }

    @Override
    public Signature sign(Hash32 digest) {
        return key.sign(digest);
    }
}
