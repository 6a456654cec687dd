package io.verigrad.receipt;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Signature;
import java.util.Optional;

/** A verdict with the signature of the enclave that gave it. */
public record SignedRecheck(Recheck recheck, Signature signature) {
    public static SignedRecheck sign(Recheck recheck, TypedDataDomain domain, PrivateKey key) {
        return new SignedRecheck(recheck, key.sign(domain.digest(recheck.structHash())));
    }

    /** The key that signed this verdict for {@code domain}. */
    public Optional<Address> signer(TypedDataDomain domain) {
        return Secp256k1.recover(domain.digest(recheck.structHash()), signature);
    }
}
