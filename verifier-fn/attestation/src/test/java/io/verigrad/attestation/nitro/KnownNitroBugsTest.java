package io.verigrad.attestation.nitro;

import static io.verigrad.attestation.nitro.NitroForge.NOW;
import static io.verigrad.attestation.software.EvidenceForge.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Verdicts;
import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.attestation.cose.CoseSign1;
import io.verigrad.attestation.pki.CertificateForge;
import io.verigrad.attestation.pki.Issued;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holes that other verifiers of attestation documents had, one test each. */
class KnownNitroBugsTest {
    private static final BigInteger ORDER = new BigInteger(
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16);

    private final NitroForge forge = new NitroForge();

    @Test
    void chainsByTheSignatureThoughNoKeyIdentifierIsThere() throws Exception {
        // Automata skipped the signature where authority and subject key identifier differed or were absent. No
        // certificate of the forge has one.
        forge.instance = c -> c.issuerKey = NitroForge.OTHER_KEY.getPrivate();

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("chain_invalid");
    }

    @Test
    void identifiesBothFormsOfASignatureAsOnePieceOfEvidence() throws Exception {
        // Base keyed a cache by the hash of bytes that anybody can change without breaking the signature.
        CoseSign1 message = CoseSign1.parse(forge.document());
        BigInteger s = new BigInteger(1, message.signature().slice(48, 96).toArray());
        Bytes twin = Bytes.concat(message.signature().slice(0, 48), unsigned(ORDER.subtract(s)));

        EnclaveVerdict one = forge.appraise(message.encode());
        EnclaveVerdict other = forge.appraise(new CoseSign1(message.payload(), twin).encode());

        assertThat(one).isInstanceOf(EnclaveVerdict.Affirming.class).isEqualTo(other);
    }

    @Test
    void refusesTrailingBytes() {
        assertMalformed(Bytes.concat(forge.document(), Bytes.of((byte) 0)), "expected the end");
        forge.payload = encoded -> Bytes.concat(encoded, Bytes.of((byte) 0));
        assertMalformed(forge.document(), "expected the end");
    }

    @Test
    void refusesAMemberThatIsThereTwice() {
        forge.payload = encoded -> {
            Bytes again = Bytes.concat(CborWriter.write(CborValue.of("nonce")), CborWriter.write(new CborValue.Null()));
            return Bytes.concat(
                    Bytes.of((byte) 0xaa), encoded.slice(1, encoded.size()), again); // one more than the nine
        };

        assertMalformed(forge.document(), "duplicate key");
    }

    @Test
    void refusesUnknownCriticalExtensionsOfEveryCertificate() throws Exception {
        forge.regional = c -> c.criticalExtension = "1.2.3.4";
        NitroForge leaf = new NitroForge();
        leaf.leaf = c -> c.criticalExtension = "1.2.3.4";

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("chain_invalid");
        assertThat(Verdicts.codes(leaf.appraise())).containsExactly("chain_invalid");
    }

    @Test
    void refusesLengthsThatAreNotShortest() {
        // The outer SEQUENCE of the leaf with its length in three bytes instead of two.
        changeMember("certificate", value -> {
            byte[] der = ((CborValue.ByteString) value).value().toArray();
            byte[] longer = new byte[der.length + 1];
            System.arraycopy(der, 0, longer, 0, 1);
            longer[1] = (byte) 0x83;
            System.arraycopy(der, 2, longer, 3, der.length - 2);
            return CborValue.of(Bytes.of(longer));
        });

        assertMalformed(forge.document(), "certificate");
    }

    @Test
    void refusesAnotherTag() {
        assertMalformed(Bytes.concat(Bytes.of((byte) 0xd1), forge.document()), "COSE_Sign1");
    }

    @Test
    void refusesAGoodLeafBelowAnExpiredAncestor() throws Exception {
        forge.regional = c -> c.until = NOW.minusSeconds(1);

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("certificate_expired");
    }

    @Test
    void refusesAnAuthorityThatMakesAuthoritiesBeyondItsPath() throws Exception {
        forge.regional = c -> c.pathLength = 1;

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("chain_invalid");
    }

    @Test
    void boundsDepthAndCount() {
        forge.payload = encoded -> Bytes.of(filledWith(2000, (byte) 0x81));
        assertMalformed(forge.document(), "at most 8 levels");
        forge.payload = encoded -> Bytes.concat(Bytes.parse("0x9907d0"), Bytes.of(filledWith(2000, (byte) 0x01)));
        assertMalformed(forge.document(), "1024 items");
        assertMalformed(filled(16385, 0x80), "at most 16384 bytes");
    }

    @Test
    void verifiesSignaturesWhoseNumbersAreShort() throws Exception {
        // About one signature in 128 has a number with a leading zero byte; DER makes it shorter than 48 bytes.
        Bytes payload = CoseSign1.parse(forge.document()).payload();
        for (int i = 0; i < 5000; i++) {
            Bytes document = CoseSign1.sign(payload, forge.signer).encode();
            byte[] signature = CoseSign1.parse(document).signature().toArray();
            if (signature[0] == 0 || signature[48] == 0) {
                assertThat(forge.appraise(document)).isInstanceOf(EnclaveVerdict.Affirming.class);
                return;
            }
        }
        throw new AssertionError("no short number in 5000 signatures");
    }

    @Test
    void refusesNumbersOutOfRange() throws Exception {
        CoseSign1 message = CoseSign1.parse(forge.document());
        Bytes zero = Bytes.of(new byte[48]);
        Bytes r = message.signature().slice(0, 48);
        Bytes s = message.signature().slice(48, 96);
        for (Bytes signature : List.of(
                Bytes.concat(zero, s),
                Bytes.concat(r, zero),
                Bytes.concat(unsigned(ORDER), s),
                Bytes.concat(r, unsigned(ORDER)),
                Bytes.concat(zero, zero))) {
            assertThat(Verdicts.codes(forge.appraise(new CoseSign1(message.payload(), signature).encode())))
                    .containsExactly("signature_invalid");
        }
    }

    @Test
    void refusesAKeyThatIsNoPointOfTheCurve() throws Exception {
        byte[] encoded = NitroForge.OTHER_KEY.getPublic().getEncoded();
        Arrays.fill(encoded, encoded.length - 96, encoded.length - 48, (byte) 0xff); // x above the prime of the field
        KeyPair key = new KeyPair(new EncodedKey(encoded), NitroForge.OTHER_KEY.getPrivate());
        forge.leaf = c -> c.key = key;

        assertThat(Verdicts.codes(forge.appraise())).contains("signature_invalid");
    }

    /** A public key of any bytes. */
    private record EncodedKey(byte[] encoded) implements PublicKey {
        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return encoded.clone();
        }
    }

    @Test
    void readsIndefiniteMapsRegistersAndBundles() throws Exception {
        forge.payload = Indefinite::encode;

        assertThat(forge.appraise()).isInstanceOf(EnclaveVerdict.Affirming.class);
    }

    @Test
    void refusesEvidenceWithoutAKeyInsteadOfSkippingTheCheck() throws Exception {
        // Tinfoil's client skipped the check of a key that was not there.
        forge.publicKey = Bytes.EMPTY;

        assertThat(Verdicts.codes(forge.appraise())).containsExactly("key_mismatch");
    }

    @Test
    void comparesRegistersByIndexWhereBanksAreSparse() throws Exception {
        forge.pcrs = new TreeMap<>(Map.of(
                0, NitroForge.PCR0, 1, filled(48, 0x11), 2, filled(48, 0x12), 16, filled(48, 0x21), 31, filled(48, 9)));
        forge.allowed = new HashMap<>(forge.allowed);
        forge.allowed.put("pcr16", filled(48, 0x21));
        assertThat(forge.appraise()).isInstanceOf(EnclaveVerdict.Affirming.class);

        forge.allowed.put("pcr3", filled(48, 0x21));
        assertThat(Verdicts.codes(forge.appraise())).containsExactly("measurement_not_allowed");
    }

    @Test
    void refusesARootThatTheDocumentBrings() throws Exception {
        KeyPair key = CertificateForge.ec("secp384r1");
        Issued own = CertificateForge.root(
                        "CN=aws.nitro-enclaves,O=Test", key, NOW.minusSeconds(100), NitroForge.day(100))
                .issue();
        forge.regional = c -> c.issuerKey = key.getPrivate();
        changeMember("cabundle", value -> {
            List<CborValue> items = new ArrayList<>(((CborValue.Array) value).items());
            items.set(0, CborValue.of(own.der()));
            return new CborValue.Array(items);
        });

        assertThat(Verdicts.codes(forge.appraise())).contains("root_not_pinned");
    }

    private void changeMember(String name, java.util.function.UnaryOperator<CborValue> change) {
        forge.payload = encoded -> {
            try {
                Map<CborValue, CborValue> members =
                        new java.util.LinkedHashMap<>(((CborValue.CborMap) CborReader.read("test", encoded)).entries());
                members.compute(
                        CborValue.of(name), (key, value) -> change.apply(java.util.Objects.requireNonNull(value)));
                return CborWriter.write(new CborValue.CborMap(members));
            } catch (EvidenceFormatException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private void assertMalformed(Bytes document, String message) {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> forge.appraise(document))
                .withMessageContaining(message);
    }

    private static Bytes unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[48];
        int size = Math.min(48, bytes.length);
        System.arraycopy(bytes, bytes.length - size, fixed, 48 - size, size);
        return Bytes.of(fixed);
    }

    private static byte[] filledWith(int size, byte value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
