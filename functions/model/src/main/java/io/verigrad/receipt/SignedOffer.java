package io.verigrad.receipt;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Signature;
import java.util.Optional;

/** An offer with the signature of the enclave that makes it. Signed says nothing of who: see {@link #signer}. */
public record SignedOffer(Offer offer, Signature signature) {
    public static SignedOffer sign(Offer offer, TypedDataDomain domain, PrivateKey key) {
        return new SignedOffer(offer, key.sign(domain.digest(offer.structHash())));
    }

    /** The key that signed this offer for {@code domain}. */
    public Optional<Address> signer(TypedDataDomain domain) {
        return Secp256k1.recover(domain.digest(offer.structHash()), signature);
    }
}
