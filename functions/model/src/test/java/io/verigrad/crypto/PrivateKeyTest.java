package io.verigrad.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PrivateKeyTest {
    private static final PrivateKey KEY =
            PrivateKey.parse("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");

    @Test
    void signsAsOtherWalletsDo() {
        // The digest and signature of an EIP-3009 authorization as viem makes them.
        Hash32 digest = Hash32.parse("0x7b608a4b969db6725f5373740b7811350cd1148db1b903276958fa2a718326ba");

        Signature signature = KEY.sign(digest);

        assertThat(KEY.address()).isEqualTo(Address.parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"));
        assertThat(signature)
                .hasToString("0xeae36c169c193ec4791b48a3d469bd0ff9f9b2edef5c1349bedcd0c501c3cff2"
                        + "006d0788285d4a884321fabe5a8428887c3581a82f1b32eeb2ea1011413746901c");
        assertThat(Secp256k1.recover(digest, signature)).contains(KEY.address());
    }

    @Test
    void recoversEverySignerAndNoOther() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 50; i++) {
            PrivateKey key = PrivateKey.generate(random);
            Hash32 digest = Keccak256.hash(new byte[] {(byte) i});

            Signature signature = key.sign(digest);

            assertThat(Secp256k1.recover(digest, signature)).contains(key.address());
            assertThat(Secp256k1.recover(Keccak256.hash(new byte[] {(byte) i, 1}), signature))
                    .isNotEqualTo(java.util.Optional.of(key.address()));
            assertThat(Secp256k1.addressOf(key.publicKey())).isEqualTo(key.address());
        }
    }

    @Test
    void refusesTheHighTwinOfASignature() {
        Signature low = KEY.sign(Hash32.ZERO);
        byte[] high = low.bytes().toArray();
        BigInteger twin = Secp256k1.CURVE.getN().subtract(low.s());
        System.arraycopy(org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, twin), 0, high, 32, 32);
        high[64] = (byte) (55 - high[64]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Signature(Bytes.of(high)))
                .withMessageContaining("lower half");
    }

    @Test
    void neverPrintsItself() {
        String secret = KEY.secret().toString().substring(2);

        assertThat(KEY.toString()).doesNotContain(secret);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrivateKey.parse("0x" + secret + "00"))
                .withMessageNotContaining(secret);
    }
}
