package io.verigrad.attestation.bench;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import org.jspecify.annotations.Nullable;

/** One signature to verify, and nothing around it. */
record RawCheck(
        String algorithm,
        @Nullable AlgorithmParameterSpec parameters,
        PublicKey key,
        byte[] message,
        byte[] signature) {
    boolean holds() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm);
        if (parameters != null) {
            verifier.setParameter(parameters);
        }
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }
}
