package io.verigrad.publication;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Signature;

/** An upload with its publisher's signature. */
public record SignedFileUpload(FileUpload upload, Signature signature) {
    public static SignedFileUpload sign(FileUpload upload, TypedDataDomain domain, PrivateKey key) {
        return new SignedFileUpload(upload, key.sign(domain.digest(upload.structHash())));
    }

    /** Whether the publisher that it names signed it for {@code domain}. */
    public boolean isAuthentic(TypedDataDomain domain) {
        return Secp256k1.recover(domain.digest(upload.structHash()), signature)
                .filter(upload.publisher()::equals)
                .isPresent();
    }
}
