package io.verigrad.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Native code and Bouncy Castle must never differ: one of them judges where the other one runs elsewhere. */
class NativeSecp256k1Test {
    @BeforeEach
    void hasABuildForThisPlatform() {
        assumeTrue(Secp256k1.NATIVE.isPresent());
    }

    @RepeatedTest(100)
    void recoversTheSameKeys(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        PrivateKey key = PrivateKey.generate(random);
        Hash32 digest = random(random);
        Signature signature = key.sign(digest);

        assertThat(Secp256k1.NATIVE.orElseThrow().recover(digest, signature))
                .contains(key.address())
                .isEqualTo(Secp256k1.recoverPortably(digest, signature));
    }

    @RepeatedTest(200)
    void signsTheSame(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        PrivateKey key = PrivateKey.generate(random);
        Hash32 digest = random(random);

        assertThat(key.sign(digest)).isEqualTo(key.signPortably(digest));
        // It must not have given its key away to be wiped.
        assertThat(key.sign(digest)).isEqualTo(key.signPortably(digest));
    }

    /** Any r, s and v that make a signature: of many no key fits. */
    @RepeatedTest(200)
    void agreesOnAnySignature(RepetitionInfo repetition) {
        Random random = new Random(-repetition.getCurrentRepetition());
        byte[] bytes = new byte[65];
        random.nextBytes(bytes);
        bytes[0] &= 0x7f;
        bytes[32] &= 0x3f;
        bytes[64] = (byte) (27 + random.nextInt(2));
        Signature signature = new Signature(Bytes.of(bytes));
        Hash32 digest = random.nextInt(10) == 0 ? Hash32.ZERO : random(random);

        assertThat(Secp256k1.NATIVE.orElseThrow().recover(digest, signature))
                .isEqualTo(Secp256k1.recoverPortably(digest, signature));
    }

    private static Hash32 random(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Hash32.of(bytes);
    }
}
