package io.verigrad.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.value.Bytes;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertificatesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void refusesASignatureWithUnusedBits() throws Exception {
        KeyPair key = CertificateForge.ec("secp256r1");
        byte[] der;
        do {
            der = CertificateForge.root("CN=Root,O=Test", key, NOW.minusSeconds(60), NOW.plusSeconds(60))
                    .issue()
                    .der()
                    .toArray();
        } while ((der[der.length - 1] & 1) != 0);
        X509Certificate good = Certificates.parse("certificate", Bytes.of(der));
        byte[] other = der.clone();
        other[der.length - good.getSignature().length - 1] = 1;

        assertThat(good.getSubjectX500Principal().getName()).contains("CN=Root");
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> Certificates.parse("certificate", Bytes.of(other)))
                .withMessageContaining("whole bytes");
    }
}
