package io.verigrad.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.chain.AuthorizationState;
import io.verigrad.chain.Block;
import io.verigrad.chain.Chain;
import io.verigrad.chain.ChainConfig;
import io.verigrad.chain.ChainVerification;
import io.verigrad.chain.TransferSimulation;
import io.verigrad.chain.TransferWithAuthorization;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.TokenAmount;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainTest {
    private static final long FAR = 4_000_000_000L;

    private TestChain test;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        test = new TestChain(directory);
    }

    @AfterAll
    void stop() {
        test.close();
    }

    @Test
    void verifiesTheChainItIsConfiguredFor() throws Exception {
        assertThat(test.chain.verify()).isEqualTo(new ChainVerification.Verified());
    }

    @Test
    void namesEveryFactThatIsOtherThanConfigured() throws Exception {
        Address empty = PrivateKey.generate(new java.util.Random(1)).address();
        ChainConfig config =
                new ChainConfig(test.anvil.rpcUrl(), new ChainId(8453), empty, empty, Duration.ofSeconds(10));

        try (Chain chain = Chain.connect(config)) {
            assertThat(chain.verify()).isInstanceOfSatisfying(ChainVerification.Mismatch.class, mismatch -> {
                assertThat(mismatch.problems())
                        .containsExactly(
                                "expected chain eip155:8453, found eip155:84532",
                                "expected the Settlement contract at " + empty + ", found no code",
                                "expected the EnclaveRegistry contract at " + empty + ", found no code");
            });
        }
    }

    @Test
    void readsBlocksByNumber() throws Exception {
        Block latest = test.chain.latestBlock();

        assertThat(test.chain.block(latest.number())).contains(latest);
        assertThat(test.chain.block(latest.number() + 1_000_000)).isEmpty();
    }

    @Test
    void readsBalances() throws Exception {
        assertThat(test.chain.balanceOf(DevnetContracts.USDC, test.payer.address()))
                .isEqualTo(TokenAmount.of(1_000_000));
        assertThat(test.chain.balanceOf(test.contracts.opg(), test.contracts.validatorStaking()))
                .isEqualTo(TokenAmount.parse("2000000000000000000000000"));
    }

    @Test
    void simulatesAGoodPayment() throws Exception {
        assertThat(test.chain.simulate(payment("good", test.payer, 1_000_000, FAR)))
                .isEqualTo(new TransferSimulation.Succeeds());
        assertThat(test.chain.authorizationState(DevnetContracts.USDC, test.payer.address(), Call.hash("nonce good")))
                .isEqualTo(AuthorizationState.UNUSED);
    }

    @Test
    void simulationNamesWhatIsWrongWithAPayment() throws Exception {
        TransferWithAuthorization good = payment("good", test.payer, 10, FAR);

        assertThat(test.chain.simulate(payment("poor", test.payer, 1_000_001, FAR)))
                .isEqualTo(new TransferSimulation.Reverts("ERC20InsufficientBalance"));
        assertThat(test.chain.simulate(payment("late", test.payer, 10, 1_000)))
                .isEqualTo(new TransferSimulation.Reverts("ERC3009InvalidAuthorizationTime"));
        assertThat(test.chain.simulate(
                        withSignature(good, payment("x", test.enclave, 10, FAR).signature())))
                .isEqualTo(new TransferSimulation.Reverts("ERC3009InvalidSignature"));
        assertThat(test.chain.simulate(withSignature(good, Bytes.of(new byte[40]))))
                .isEqualTo(new TransferSimulation.Reverts("ERC3009InvalidSignature"));
    }

    @Test
    void simulationRefusesAnAssetWithoutCode() throws Exception {
        TransferWithAuthorization good = payment("good", test.payer, 10, FAR);
        TransferWithAuthorization elsewhere = new TransferWithAuthorization(
                test.host,
                good.from(),
                good.to(),
                good.value(),
                good.validAfter(),
                good.validBefore(),
                good.nonce(),
                good.signature());

        assertThat(test.chain.simulate(elsewhere)).isEqualTo(new TransferSimulation.Reverts("the asset has no code"));
    }

    private TransferWithAuthorization payment(String name, PrivateKey payer, long price, long validBefore) {
        return Call.payment(name, payer, test.host, price, validBefore);
    }

    private static TransferWithAuthorization withSignature(TransferWithAuthorization payment, Bytes signature) {
        return new TransferWithAuthorization(
                payment.asset(),
                payment.from(),
                payment.to(),
                payment.value(),
                payment.validAfter(),
                payment.validBefore(),
                payment.nonce(),
                signature);
    }
}
