package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import java.time.Duration;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Responders of the issuer of devices, all with the same key. */
final class Responders {
    private Responders() {}

    static Issued delegated() {
        return issue(c -> {});
    }

    static Issued expired() {
        return issue(c -> c.until = GpuForge.NOW.minusSeconds(5));
    }

    /** Of the same issuer, but not for answers. */
    static Issued plain() {
        return issue(c -> c.extensions.clear());
    }

    private static Issued issue(Consumer<CertificateForge> change) {
        CertificateForge forge = CertificateForge.leaf(
                "CN=Test Responder",
                GpuForge.OTHER_KEY,
                GpuForge.issuerOfDevice(),
                GpuForge.NOW.minus(Duration.ofDays(1)),
                GpuForge.NOW.plus(Duration.ofDays(30)));
        try {
            forge.extensions.put("2.5.29.37", new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning).getEncoded());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
        change.accept(forge);
        return forge.issue();
    }
}
