package io.verigrad.verifier;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** Everybody in the tests. */
public final class Keys {
    public static final PrivateKey ADMIN = key("admin");
    public static final PrivateKey SETTLER = key("settler");
    public static final PrivateKey VALIDATOR = key("validator");
    public static final PrivateKey ENCLAVE = key("enclave");
    public static final PrivateKey OTHER = key("other");
    public static final Address TREASURY = key("treasury").address();
    public static final Address OPERATOR = key("operator").address();
    public static final Address PAYER = key("payer").address();
    public static final Address VAULT = key("vault").address();
    public static final Address ASSET = key("asset").address();
    public static final Hash32 MEASUREMENT = hash("measurement");

    /** Signs attestation results; each run has its own. */
    static final KeyPair RESULT = p256();

    private static KeyPair p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Keys() {}

    public static Hash32 hash(String text) {
        return Sha256.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PrivateKey key(String name) {
        return PrivateKey.parse(hash(name).toString());
    }
}
