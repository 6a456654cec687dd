package io.verigrad.x402;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PayerProofTest {
    private static final Hash32 DIGEST = Samples.NONCE;
    private static final Address FACTORY = Address.parse("0x1111111111111111111111111111111111111111");

    @Test
    void tellsKeysFromWallets() {
        Bytes signature = Samples.PAYER.sign(DIGEST).bytes();

        assertThat(PayerProof.of(signature, DIGEST, Samples.PAYER.address())).isInstanceOf(PayerProof.Key.class);
        assertThat(PayerProof.of(signature, DIGEST, FACTORY)).isEqualTo(new PayerProof.Wallet(signature));
        assertThat(PayerProof.of(Bytes.EMPTY, DIGEST, FACTORY)).isEqualTo(new PayerProof.Wallet(Bytes.EMPTY));
    }

    /** What viem's {@code serializeErc6492Signature} makes of factory 0x11.., call 0xabcdef and signature 0x1234. */
    @Test
    void unwrapsWalletsThatDoNotStandYet() {
        Bytes wrapped = Bytes.parse("0x"
                + "0000000000000000000000001111111111111111111111111111111111111111"
                + "0000000000000000000000000000000000000000000000000000000000000060"
                + "00000000000000000000000000000000000000000000000000000000000000a0"
                + "0000000000000000000000000000000000000000000000000000000000000003"
                + "abcdef0000000000000000000000000000000000000000000000000000000000"
                + "0000000000000000000000000000000000000000000000000000000000000002"
                + "1234000000000000000000000000000000000000000000000000000000000000"
                + "6492649264926492649264926492649264926492649264926492649264926492");

        PayerProof proof = PayerProof.of(wrapped, DIGEST, Samples.PAYEE);

        assertThat(proof)
                .isEqualTo(new PayerProof.Counterfactual(FACTORY, Bytes.parse("0xabcdef"), Bytes.parse("0x1234")));
        assertThat(proof.onChain()).isEqualTo(Bytes.parse("0x1234"));
    }

    @RepeatedTest(200)
    void takesAnyBytesForSomething(org.junit.jupiter.api.RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] bytes = new byte[32 * random.nextInt(1, 12)];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        }
        for (int i = 0; i < bytes.length; i += 32) {
            bytes[i + 31] = (byte) random.nextInt();
        }
        for (int i = bytes.length - 32; i < bytes.length; i += 2) {
            bytes[i] = 0x64;
            bytes[i + 1] = (byte) 0x92;
        }

        assertThat(PayerProof.of(Bytes.of(bytes), DIGEST, Samples.PAYEE)).isNotInstanceOf(PayerProof.Key.class);
    }
}
