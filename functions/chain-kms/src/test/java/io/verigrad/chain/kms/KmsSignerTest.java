package io.verigrad.chain.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.crypto.Keccak256;
import io.verigrad.crypto.Secp256k1;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KmsSignerTest {
    private static final String KEY = "alias/settler";

    @BeforeAll
    static void credentials() {
        System.setProperty("aws.region", "eu-central-1");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
    }

    @AfterAll
    static void forget() {
        System.clearProperty("aws.region");
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void signsWithLowSAndTheRecoveryIdOfItsKey() throws Exception {
        try (KmsStandIn kms = new KmsStandIn();
                KmsSigner signer = KmsSigner.of(KEY, Optional.of(kms.url()))) {
            for (int i = 0; i < 8; i++) {
                Hash32 digest = Keccak256.hash(("transaction " + i).getBytes(StandardCharsets.UTF_8));

                Signature signature = signer.sign(digest);

                assertThat(Secp256k1.recover(digest, signature)).contains(signer.address());
            }
        }
    }

    @Test
    void asksForThePublicKeyAtFirstUseAndOnce() throws Exception {
        try (KmsStandIn kms = new KmsStandIn();
                KmsSigner signer = KmsSigner.of(KEY, Optional.of(kms.url()))) {
            assertThat(kms.calls).isEmpty();

            assertThat(signer.address()).isEqualTo(signer.address());

            assertThat(kms.calls).containsExactly("TrentService.GetPublicKey");
        }
    }

    @Test
    void refusesAKeyOfAnotherKind() throws Exception {
        try (KmsStandIn kms = new KmsStandIn();
                KmsSigner signer = KmsSigner.of(KEY, Optional.of(kms.url()))) {
            kms.keySpec = "ECC_NIST_P256";

            assertThatThrownBy(signer::address)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("expected key alias/settler to be ECC_SECG_P256K1, found ECC_NIST_P256");
        }
    }

    @Test
    void noticesAnAliasThatPointsToAnotherKeyNow() throws Exception {
        try (KmsStandIn kms = new KmsStandIn();
                KmsSigner signer = KmsSigner.of(KEY, Optional.of(kms.url()))) {
            signer.address();
            kms.key = KmsStandIn.secp256k1();

            assertThatThrownBy(() -> signer.sign(Keccak256.hash(new byte[] {1})))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another key");
        }
    }
}
