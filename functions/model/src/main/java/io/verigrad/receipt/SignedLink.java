package io.verigrad.receipt;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Signature;
import java.util.Optional;

/** A link of a stream with the signature of the enclave that sends it. Signed says nothing of who: see {@link #signer}. */
public record SignedLink(StreamLink link, Signature signature) {
    public static SignedLink sign(StreamLink link, TypedDataDomain domain, PrivateKey key) {
        return new SignedLink(link, key.sign(domain.digest(link.structHash())));
    }

    /** The key that signed this link for {@code domain}. */
    public Optional<Address> signer(TypedDataDomain domain) {
        return Secp256k1.recover(domain.digest(link.structHash()), signature);
    }
}
