package io.verigrad.chain.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.chain.rpc.Rpc;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTransactionTest {
    private static final PrivateKey KEY =
            PrivateKey.parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
    private static final Fees FEES = new Fees(BigInteger.TEN, BigInteger.ONE);

    private final Transactions transactions =
            new Transactions(new Rpc(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1)), new ChainId(84532));

    @Test
    void cannotBeMadeWithAnotherHash() {
        SignedTransaction signed = sign(new LocalSigner(KEY));

        assertThatThrownBy(() -> new SignedTransaction(
                        signed.from(), signed.nonce(), Hash32.ZERO, signed.raw(), signed.to(), signed.fees()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isNotMadeByASignerThatUsesAnotherKey() {
        TransactionSigner wrong = new TransactionSigner() {
            @Override
            public Address address() {
                return Address.ZERO;
            }

            @Override
            public Signature sign(Hash32 digest) {
                return KEY.sign(digest);
            }
        };

        assertThatThrownBy(() -> sign(wrong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("signed with another key");
    }

    @Test
    void readsBackWhole() {
        SignedTransaction signed = sign(new LocalSigner(KEY));

        assertThat(SignedTransaction.decode(signed.raw())).isEqualTo(signed);
        assertThat(signed.from()).isEqualTo(KEY.address());
    }

    @Test
    void isRepricedInNothingButItsFees() {
        SignedTransaction signed = sign(new LocalSigner(KEY));

        SignedTransaction repriced = transactions.reprice(signed, FEES.bumped(), new LocalSigner(KEY));

        assertThat(repriced.hash()).isNotEqualTo(signed.hash());
        assertThat(repriced.fees()).isEqualTo(FEES.bumped());
        assertThat(SignedTransaction.decode(repriced.raw())).isEqualTo(repriced);
        assertThat(transactions.reprice(repriced, FEES, new LocalSigner(KEY)))
                .as("back to the first, byte for byte")
                .isEqualTo(signed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x", "0x01", "0x02", "0x02c0", "0x02f8", "0x02c101", "0xf86c"})
    void otherBytesAreRefused(String bytes) {
        assertThatThrownBy(() -> SignedTransaction.decode(Bytes.parse(bytes)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void replacementFeesRiseByMoreThanATenth() {
        Fees bumped = new Fees(BigInteger.valueOf(1_000), BigInteger.ONE).bumped();

        assertThat(bumped).isEqualTo(new Fees(BigInteger.valueOf(1_126), BigInteger.TWO));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20_999, TransactionRequest.MAX_GAS + 1})
    void requestsOutsideOfTheGasLimitsAreRefused(long gas) {
        assertThatThrownBy(() -> TransactionRequest.call(Address.ZERO, Bytes.EMPTY, gas))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private SignedTransaction sign(TransactionSigner signer) {
        Address to = Address.parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e");
        return transactions.sign(TransactionRequest.call(to, Bytes.parse("0x1234"), 50_000), 3, FEES, signer);
    }
}
