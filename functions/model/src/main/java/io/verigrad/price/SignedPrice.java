package io.verigrad.price;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Address;
import io.verigrad.value.Signature;
import java.util.Optional;

/** A price with the signature of who observed it. Signed says nothing of who: see {@link #signer}. */
public record SignedPrice(PriceStatement statement, Signature signature) {
    public static SignedPrice sign(PriceStatement statement, TypedDataDomain domain, PrivateKey key) {
        return new SignedPrice(statement, key.sign(domain.digest(statement.structHash())));
    }

    /** The key that signed this price for {@code domain}. */
    public Optional<Address> signer(TypedDataDomain domain) {
        return Secp256k1.recover(domain.digest(statement.structHash()), signature);
    }
}
