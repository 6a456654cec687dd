package io.verigrad.publication;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Signature;

/** A retirement with its publisher's signature. */
public record SignedModelRetirement(ModelRetirement retirement, Signature signature) {
    public static SignedModelRetirement sign(ModelRetirement retirement, TypedDataDomain domain, PrivateKey key) {
        return new SignedModelRetirement(retirement, key.sign(domain.digest(retirement.structHash())));
    }

    /** Whether the publisher that it names signed it for {@code domain}. */
    public boolean isAuthentic(TypedDataDomain domain) {
        return Secp256k1.recover(domain.digest(retirement.structHash()), signature)
                .filter(retirement.publisher()::equals)
                .isPresent();
    }
}
