package io.verigrad.attestation.software;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/**
 * The root of a development network: a self-signed P-384 certificate with its key. Whoever has the file can make
 * evidence for any enclave; only a development policy that pins {@link #fingerprint} accepts it.
 */
public final class SoftwareRoot {
    private static final Duration LIFETIME = Duration.ofDays(3650);

    private final PrivateKey key;
    private final Bytes certificate;

    SoftwareRoot(PrivateKey key, Bytes certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** Makes a fresh root that is good for ten years from the time of {@code clock}. */
    public static SoftwareRoot create(Clock clock, SecureRandom random) {
        return TestPki.root(clock.instant(), LIFETIME, random);
    }

    /**
     * Reads the file form: PEM of the certificate and of the private key (PKCS#8).
     *
     * @throws IllegalArgumentException if the text is anything else; the message repeats none of it
     */
    public static SoftwareRoot parse(String pem) {
        return RootFile.parse(pem);
    }

    /** The file form. It holds the private key: keep it as readable as a key. */
    public String toPem() {
        return RootFile.write(key, certificate);
    }

    /** SHA-256 of the DER of the certificate: what a development policy pins. */
    public Hash32 fingerprint() {
        return Sha256.hash(certificate.toArray());
    }

    PrivateKey key() {
        return key;
    }

    Bytes certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "SoftwareRoot " + fingerprint();
    }
}
