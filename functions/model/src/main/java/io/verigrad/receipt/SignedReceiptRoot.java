package io.verigrad.receipt;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.Optional;

/** A root with its enclave's signature. */
public record SignedReceiptRoot(ReceiptRoot root, Signature signature) {
    public static SignedReceiptRoot sign(ReceiptRoot root, TypedDataDomain domain, PrivateKey key) {
        return new SignedReceiptRoot(root, key.sign(domain.digest(root.structHash())));
    }

    /** What validators endorse, as the root of a batch. */
    public static Hash32 digest(ReceiptRoot root, TypedDataDomain domain) {
        return domain.digest(root.structHash());
    }

    public Optional<Address> signer(TypedDataDomain domain) {
        return Secp256k1.recover(digest(root, domain), signature);
    }
}
