package io.verigrad.publication;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Signature;

/** A publication with its publisher's signature. */
public record SignedModelPublication(ModelPublication publication, Signature signature) {
    public static SignedModelPublication sign(ModelPublication publication, TypedDataDomain domain, PrivateKey key) {
        return new SignedModelPublication(publication, key.sign(domain.digest(publication.structHash())));
    }

    /** Whether the publisher that it names signed it for {@code domain}. */
    public boolean isAuthentic(TypedDataDomain domain) {
        return Secp256k1.recover(domain.digest(publication.structHash()), signature)
                .filter(publication.publisher()::equals)
                .isPresent();
    }
}
