package io.verigrad.runner.enclave;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.crypto.Sha256;
import io.verigrad.ohttp.Gateway;
import io.verigrad.ohttp.KeyConfig;
import io.verigrad.value.Hash32;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/** The keys of this process. They are made when it starts, never stored, and gone when it ends. */
public final class EnclaveKeys {
    private final PrivateKey receipt;
    private final KeyPair tls;
    private final X25519PrivateKeyParameters hpke;

    private EnclaveKeys(PrivateKey receipt, KeyPair tls, X25519PrivateKeyParameters hpke) {
        this.receipt = receipt;
        this.tls = tls;
        this.hpke = hpke;
    }

    public static EnclaveKeys generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return new EnclaveKeys(
                    PrivateKey.generate(random), generator.generateKeyPair(), new X25519PrivateKeyParameters(random));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** Signs receipts, offers, calls and the registration. */
    public PrivateKey receipt() {
        return receipt;
    }

    /** SHA-256 of the SubjectPublicKeyInfo of the TLS key. */
    public Hash32 tlsKeyHash() {
        return Sha256.hash(tls.getPublic().getEncoded());
    }

    /** Opens requests that were sealed to the HPKE key. */
    public Gateway gateway(SecureRandom random) {
        return new Gateway(KeyConfig.RUNNER_KEY, hpke, random);
    }

    /** The X25519 public key for encrypted bodies (RFC 9180). */
    public Hash32 hpkeKey() {
        return Hash32.of(hpke.generatePublicKey().getEncoded());
    }
}
