package io.verigrad.attestation.tdx;

import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/** ECDSA over P-256 with SHA-256, signatures as r and s of 32 bytes each. */
final class P256 {
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

    private P256() {}

    static boolean verifies(PublicKey key, Bytes message, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException notThisKey) {
            // The platform reports r or s out of range, a point off the curve, or another kind of key, in this way.
            return false;
        }
    }

    /** As above, for a key of 64 bytes, x and y. */
    static boolean verifies(Bytes key, Bytes message, Bytes signature) {
        try {
            ECPoint point = new ECPoint(
                    new BigInteger(1, key.slice(0, 32).toArray()),
                    new BigInteger(1, key.slice(32, 64).toArray()));
            return verifies(
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve())),
                    message,
                    signature);
        } catch (GeneralSecurityException | IllegalArgumentException noPoint) {
            return false;
        }
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
