package io.verigrad.chain.transaction;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;

/** A key that signs transactions, here or in a key service. */
public interface TransactionSigner {
    /** The account of the key. */
    Address address();

    /** Signs a 32-byte digest. */
    Signature sign(Hash32 digest);
}
