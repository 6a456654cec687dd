package io.verigrad.attestation.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoseSign1Test {
    private static final Bytes PAYLOAD = Bytes.of((byte) 1, (byte) 2, (byte) 3);
    private static final String SIGNATURE = "5860" + "11".repeat(96);

    private static KeyPair key;
    private static KeyPair other;

    @BeforeAll
    static void makesKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        key = generator.generateKeyPair();
        other = generator.generateKeyPair();
    }

    @Test
    void verifiesWhatItSigned() throws Exception {
        CoseSign1 message =
                CoseSign1.parse(CoseSign1.sign(PAYLOAD, key.getPrivate()).encode());

        assertThat(message.payload()).isEqualTo(PAYLOAD);
        assertThat(message.isSignedBy(key.getPublic())).isTrue();
        assertThat(message.isSignedBy(other.getPublic())).isFalse();
    }

    @Test
    void refusesASignatureOutOfRange() {
        assertThat(new CoseSign1(PAYLOAD, Bytes.of(new byte[96])).isSignedBy(key.getPublic()))
                .isFalse();
    }

    @Test
    void readsTag18AndIndefiniteArrays() throws Exception {
        String parts = "44a1013822" + "a0" + "43010203" + SIGNATURE;

        assertThat(parse("d2" + "84" + parts)).isEqualTo(parse("84" + parts));
        assertThat(parse("9f" + parts + "ff")).isEqualTo(parse("84" + parts));
        assertThat(parse("84" + parts.replace("a0", "bfff"))).isEqualTo(parse("84" + parts));
    }

    @ParameterizedTest
    @CsvSource({
        "d3, 44a1013822, a0, 43010203, document",
        "'', 44a1013823, a0, 43010203, protected",
        "'', 40, a0, 43010203, protected",
        "'', 44a1013822, a10102, 43010203, unprotected",
        "'', 44a1013822, f6, 43010203, unprotected",
        "'', 44a1013822, a0, f6, payload",
        "'', 44a1013822, a0, 63616263, payload"
    })
    void refusesOtherMessages(String tag, String header, String unprotected, String payload, String field) {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> parse(tag + "84" + header + unprotected + payload + SIGNATURE))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void refusesAShortSignature() {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> parse("84" + "44a1013822" + "a0" + "43010203" + "43010203"))
                .withMessage("signature: expected a byte string of 96");
    }

    @Test
    void refusesAnArrayOfThree() {
        assertThatExceptionOfType(EvidenceFormatException.class)
                .isThrownBy(() -> parse("83" + "44a1013822" + "a0" + "43010203"))
                .withMessageContaining("array of 4");
    }

    private static CoseSign1 parse(String hex) throws EvidenceFormatException {
        return CoseSign1.parse(Bytes.parse("0x" + hex));
    }
}
