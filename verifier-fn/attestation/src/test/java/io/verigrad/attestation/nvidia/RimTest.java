package io.verigrad.attestation.nvidia;

import static io.verigrad.attestation.nvidia.GpuForge.codes;
import static io.verigrad.attestation.software.EvidenceForge.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests are XML of strangers. */
class RimTest {
    private final RimForge forge = new RimForge("1.0", Map.of(7, filled(48, 8)));

    @Test
    void readsWhatIsActive() throws Exception {
        Rim rim = Rim.parse(forge.issue());

        assertThat(rim.version()).isEqualTo("1.0");
        assertThat(rim.product()).isEqualTo("GH100");
        assertThat(rim.golden()).containsExactly(Map.entry(7, List.of(filled(48, 8))));
        assertThat(rim.signature().isBy(rim.chain().leafKey())).isTrue();
        assertThat(rim.signature().isBy(RimForge.OTHER_KEY.getPublic())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SoftwareIdentity|Software",
                "Meta |Beta ",
                "colloquialVersion=\"1.0\"|colloquialVersion=\"\"",
                "active=\"True\"|active=\"true\"",
                "active=\"True\"|active=\"False\"",
                "index=\"7\"|index=\"8\"",
                "index=\"7\"|index=\"-7\"",
                "index=\"7\"|index=\"999\"",
                "size=\"48\" type=\"Measurement\"|size=\"48\" type=\"Minimum\"",
                "alternatives=\"1\" index=\"7\"|alternatives=\"0\" index=\"7\"",
                "alternatives=\"1\" index=\"7\"|alternatives=\"2\" index=\"7\"",
                "ns2:Hash0=\"08|Hash0=\"08",
                "ns2:Hash0=\"08|ns2:Hash0=\"zz",
                "size=\"48\"|size=\"32\"",
                "xmldsig-more#ecdsa-sha384|xmldsig-more#hmac-sha384",
                "<Reference URI=\"\">|<Reference URI=\"#x\">",
                "<Reference URI=\"\">|<Reference>",
                "xmldsig-more#sha384|xmldsig-more#md5",
                "xmldsig#enveloped-signature|xmldsig#base64",
                "X509Data>|Data>",
                "</SignatureValue>|!</SignatureValue>",
                "</SignatureValue>|AAAA</SignatureValue>",
                "</SignatureValue>|<a/></SignatureValue>",
            })
    void refusesAnotherForm(String part, String replacement) {
        forge.afterSigning = xml -> {
            String changed = xml.replace(part, replacement);
            assertThat(changed.equals(xml)).as("the part is there").isFalse();
            return changed;
        };

        assertThatExceptionOfType(CollateralFormatException.class)
                .isThrownBy(() -> Rim.parse(forge.issue()))
                .withMessageStartingWith("manifest: ");
    }

    @Test
    void refusesADocumentTypeAndFetchesNothing(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "top secret");
        try (ServerSocket server = new ServerSocket(0)) {
            server.setSoTimeout(1);
            String place = "http://127.0.0.1:" + server.getLocalPort() + "/";
            for (String type : List.of(
                    "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
                    "<!DOCTYPE a SYSTEM \"" + place + "\">",
                    "<!DOCTYPE a [<!ENTITY % x SYSTEM \"" + place + "\"> %x;]>",
                    "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>")) {
                forge.afterSigning = xml -> type + xml.replace("product=\"GH100\"", "product=\"&x;\"");

                assertThatExceptionOfType(CollateralFormatException.class)
                        .isThrownBy(() -> Rim.parse(forge.issue()))
                        .withMessage("manifest: expected XML without a document type");
            }
            assertThatExceptionOfType(IOException.class).as("nobody connected").isThrownBy(server::accept);
        }
    }

    @Test
    void refusesWhatIsTooLargeOrTooDeep() {
        assertThatExceptionOfType(CollateralFormatException.class)
                .isThrownBy(() -> Rim.parse(Bytes.of(new byte[RimXml.MAX_SIZE + 1])))
                .withMessageContaining("at most");
        String deep = "<a>".repeat(5000) + "</a>".repeat(5000);
        assertThatExceptionOfType(CollateralFormatException.class)
                .isThrownBy(() -> Rim.parse(Bytes.of(deep.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void findsNothingThatIsWrappedIntoASignedManifest() throws Exception {
        // The signed manifest is moved into the signature's own Object, and one of the attacker takes its place.
        GpuForge gpu = new GpuForge();
        gpu.driver.afterSigning = xml -> {
            String signature = xml.substring(xml.indexOf("<Signature"), xml.indexOf("</Signature>"));
            String signed = xml.substring(0, xml.indexOf("<Signature")) + "</SoftwareIdentity>";
            String forged = gpu.driver.content().replace("08".repeat(48), "66".repeat(48));
            return forged.replace("</SoftwareIdentity>", "") + signature + "<Object>" + signed
                    + "</Object></Signature></SoftwareIdentity>";
        };
        gpu.measurements.put(8, filled(48, 0x66));

        assertThat(codes(gpu.verify())).containsExactly("rim_signature_invalid");
    }

    @Test
    void takesTwoSignaturesForNone() {
        forge.afterSigning = xml -> xml.replace(
                "</SoftwareIdentity>",
                xml.substring(xml.indexOf("<Signature"), xml.indexOf("</Software")) + "</SoftwareIdentity>");

        assertThatExceptionOfType(CollateralFormatException.class)
                .isThrownBy(() -> Rim.parse(forge.issue()))
                .withMessageContaining("one Signature");
    }

    @Test
    void believesNoCertificateThatOnlyTravelsAlong() throws Exception {
        // Sound in itself, below a root of the attacker.
        GpuForge gpu = new GpuForge();
        gpu.driver.root = io.verigrad.attestation.pki.CertificateForge.root(
                        "CN=Test CoRIM signing Root CA",
                        RimForge.OTHER_KEY,
                        GpuForge.NOW.minusSeconds(100),
                        GpuForge.NOW.plusSeconds(100_000))
                .issue();

        assertThat(codes(gpu.verify())).contains("rim_chain_invalid");
    }

    @Test
    void readsALineOfSpaceLikeAnyOther() {
        forge.beforeSigning = xml -> xml.replace("<Payload>", "\n\n<Payload>\n");

        assertThatNoException().isThrownBy(() -> Rim.parse(forge.issue()));
    }
}
