package io.verigrad.attestation.x509;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cose.CoseSign1;
import io.verigrad.attestation.document.AttestationDocument;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.value.Bytes;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CertificateChainTest {
    private static Bytes leaf;
    private static Bytes root;

    @BeforeAll
    static void makesCertificates() throws Exception {
        AttestationDocument document = AttestationDocument.parse(
                CoseSign1.parse(new EvidenceForge().evidence().document()).payload());
        leaf = document.certificate();
        root = document.bundle().getFirst();
    }

    @Test
    void refusesTrailingBytes() {
        assertMalformed(Bytes.concat(leaf, Bytes.of((byte) 0)), List.of(root), "certificate");
    }

    @Test
    void refusesTwoCertificatesInOne() {
        assertMalformed(Bytes.concat(leaf, root), List.of(root), "certificate");
    }

    @Test
    void refusesPemWhereDerIsExpected() {
        byte[] pem = ("-----BEGIN CERTIFICATE-----\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(leaf.toArray())
                        + "\n-----END CERTIFICATE-----\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        assertMalformed(Bytes.of(pem), List.of(root), "certificate");
    }

    @Test
    void refusesWhatIsNoCertificate() {
        assertMalformed(leaf, List.of(EvidenceForge.filled(100, 7)), "cabundle");
    }

    @Test
    void refusesAChainThatIsTooLong() {
        assertMalformed(leaf, Collections.nCopies(6, root), "cabundle");
        assertMalformed(leaf, List.of(), "cabundle");
    }

    private static void assertMalformed(Bytes leaf, List<Bytes> bundle, String field) {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> CertificateChain.parse(leaf, bundle))
                .withMessageStartingWith(field + ": ");
    }
}
