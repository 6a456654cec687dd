package io.verigrad.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.chain.AuthorizationState;
import io.verigrad.chain.KeyEpoch;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.settlement.RejectReason;
import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.settlement.SettlementItem;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.receipt.Assurance;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.TokenAmount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettlementTest {
    private TestChain test;
    private Address vault;

    @BeforeAll
    void registerTheEnclave(@TempDir Path directory) throws Exception {
        test = new TestChain(directory);
        vault = test.chain.vaultOf(test.host);
        TransactionReceipt registered = test.register(Assurance.WEIGHTS_BOUND);
        assertThat(registered.status()).isEqualTo(TransactionReceipt.Status.SUCCEEDED);
    }

    @AfterAll
    void stop() {
        test.close();
    }

    @Test
    void readsTheEpochOfARegisteredKey() throws Exception {
        KeyEpoch epoch = test.chain.keyEpoch(test.enclave.address()).orElseThrow();

        assertThat(epoch.operator()).isEqualTo(test.operator);
        assertThat(epoch.maxAssurance()).isEqualTo(Assurance.WEIGHTS_BOUND);
        assertThat(epoch.measurementSet()).isEqualTo(test.measurementSet);
        assertThat(epoch.revokedAt()).isEmpty();
        assertThat(epoch.isGoodAt(epoch.validFrom())).isTrue();
        assertThat(epoch.isGoodAt(epoch.validUntil())).isFalse();
        assertThat(test.chain.keyEpoch(test.payer.address())).isEmpty();
    }

    @Test
    void settlesTheGoodItemAndReportsTheReplayedTheOverChargedAndTheWronglySigned() throws Exception {
        long now = test.chain.latestBlock().timestamp();
        Call good = call("good", now);
        Call wronglySigned = call("wrongly signed", now);
        SettlementItem first = good.item(test.domain(), test.host, test.enclave);
        SettlementItem replayed = good.item(test.domain(), test.host, test.enclave);
        Call overCharged = call("over-charged", now).charging(10_001);
        SettlementItem dear = overCharged.item(test.domain(), test.host, test.enclave);
        SettlementItem forged = wronglySigned.item(test.domain(), test.host, test.payer);

        TransactionReceipt receipt = test.send(
                test.contracts.settlement(),
                SettlementCalls.settle(test.batch(List.of(first, replayed, dear, forged))));

        List<ItemOutcome> outcomes = test.chain.outcomes(receipt);
        assertThat(outcomes)
                .containsExactly(
                        new ItemOutcome.Settled(
                                good.receipt().id(test.domain()),
                                good.receipt().paymentId(),
                                test.payer.address(),
                                test.host,
                                DevnetContracts.USDC,
                                TokenAmount.of(10_000),
                                TokenAmount.of(7_000),
                                TokenAmount.of(2_000),
                                TokenAmount.of(700),
                                TokenAmount.of(300)),
                        new ItemOutcome.Rejected(
                                good.receipt().id(test.domain()),
                                good.receipt().paymentId(),
                                RejectReason.ALREADY_SETTLED,
                                Bytes.EMPTY),
                        // The payer's signature is over the amount, so a higher one is not theirs.
                        new ItemOutcome.Rejected(
                                overCharged.receipt().id(test.domain()),
                                overCharged.receipt().paymentId(),
                                RejectReason.PAYMENT_FAILED,
                                Selector.of("ERC3009InvalidSignature()")),
                        new ItemOutcome.Rejected(
                                wronglySigned.receipt().id(test.domain()),
                                wronglySigned.receipt().paymentId(),
                                RejectReason.BAD_SIGNATURE,
                                Bytes.EMPTY));
        assertThat(test.chain.authorizationState(
                        DevnetContracts.USDC,
                        test.payer.address(),
                        good.payment().nonce()))
                .isEqualTo(AuthorizationState.USED);
        assertThat(test.chain.authorizationState(
                        DevnetContracts.USDC,
                        test.payer.address(),
                        wronglySigned.payment().nonce()))
                .isEqualTo(AuthorizationState.UNUSED);
        assertThat(test.chain.balanceOf(DevnetContracts.USDC, test.contracts.settlement()))
                .isEqualTo(TokenAmount.of(10_000));
        assertThat(test.chain.isVault(vault)).isTrue();
        assertThat(test.chain.isVault(test.contracts.settlement())).isFalse();
        assertThat(test.chain.isVault(test.host)).isFalse();
    }

    @Test
    void reportsWhyTheTokenRefusedAPayment() throws Exception {
        long now = test.chain.latestBlock().timestamp();
        Call poor = Call.of("poor", test.payer, vault, test.enclave.address(), 2_000_000, now);

        TransactionReceipt receipt = test.send(
                test.contracts.settlement(),
                SettlementCalls.settle(test.batch(List.of(poor.item(test.domain(), test.host, test.enclave)))));

        assertThat(test.chain.outcomes(receipt)).singleElement().satisfies(outcome -> {
            assertThat(outcome).isInstanceOfSatisfying(ItemOutcome.Rejected.class, rejected -> {
                assertThat(rejected.reason()).isEqualTo(RejectReason.PAYMENT_FAILED);
                assertThat(io.verigrad.chain.rpc.RevertReason.of(rejected.data()))
                        .isEqualTo("ERC20InsufficientBalance");
            });
        });
    }

    private Call call(String name, long now) {
        return Call.of(name, test.payer, vault, test.enclave.address(), 10_000, now);
    }
}
