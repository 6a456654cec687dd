package io.verigrad.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.chain.settlement.SettlementCalls;
import io.verigrad.chain.transaction.BroadcastOutcome;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.Fees;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionsTest {
    private TestChain test;
    private Transactions transactions;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        test = new TestChain(directory);
        transactions = test.chain.transactions();
    }

    @AfterAll
    void stop() {
        test.close();
    }

    @Test
    void aMinedTransactionIsKnownByTheHashItWasSignedWith() throws Exception {
        PrivateKey sender = funded();
        SignedTransaction signed = transfer(sender, 0, transactions.fees(FeePolicy.DEFAULT));

        assertThat(transactions.isKnown(signed.hash())).isFalse();
        assertThat(transactions.receiptOf(signed.hash())).isEmpty();
        assertThat(transactions.broadcast(signed)).isEqualTo(new BroadcastOutcome.Accepted());

        TransactionReceipt receipt = test.mined(signed.hash());
        assertThat(receipt.transaction()).isEqualTo(signed.hash());
        assertThat(receipt.status()).isEqualTo(TransactionReceipt.Status.SUCCEEDED);
        assertThat(receipt.gasUsed()).isEqualTo(21_000);
        assertThat(test.chain.block(receipt.blockNumber()).orElseThrow().hash()).isEqualTo(receipt.blockHash());
        assertThat(transactions.isKnown(signed.hash())).isTrue();
        assertThat(transactions.minedNonce(sender.address())).isEqualTo(1);
    }

    @Test
    void aTransactionThatWasWrittenDownReadsBackWhole() {
        SignedTransaction signed = transfer(test.settler, 7, new Fees(BigInteger.TEN, BigInteger.ONE));

        assertThat(SignedTransaction.decode(signed.raw())).isEqualTo(signed);
    }

    @Test
    void sendingAgainChangesNothing() throws Exception {
        PrivateKey sender = funded();
        SignedTransaction waiting = transfer(sender, 1, transactions.fees(FeePolicy.DEFAULT));
        SignedTransaction first = transfer(sender, 0, transactions.fees(FeePolicy.DEFAULT));

        assertThat(transactions.broadcast(waiting)).isEqualTo(new BroadcastOutcome.Accepted());
        assertThat(transactions.broadcast(waiting)).isEqualTo(new BroadcastOutcome.AlreadyKnown());
        assertThat(transactions.broadcast(first)).isEqualTo(new BroadcastOutcome.Accepted());
        test.mined(waiting.hash());

        assertThat(transactions.broadcast(first)).isEqualTo(new BroadcastOutcome.NonceTooLow());
        assertThat(transactions.pendingNonce(sender.address())).isEqualTo(2);
    }

    @Test
    void aSenderWithoutEtherIsRefused() throws Exception {
        SignedTransaction signed = transfer(TestChain.key(), 0, transactions.fees(FeePolicy.DEFAULT));

        assertThat(transactions.broadcast(signed)).isInstanceOf(BroadcastOutcome.Refused.class);
        assertThat(transactions.receiptOf(signed.hash())).isEmpty();
    }

    @Test
    void feesStayWithinThePolicy() throws Exception {
        FeePolicy poor = new FeePolicy(BigInteger.TWO, BigInteger.ONE);

        assertThat(transactions.fees(poor)).isEqualTo(new Fees(BigInteger.TWO, BigInteger.ONE));
        assertThat(transactions.fees(FeePolicy.DEFAULT).maxFeePerGas())
                .isLessThanOrEqualTo(FeePolicy.DEFAULT.maxFeePerGas());
    }

    @Test
    void anEstimateSaysWhyACallWouldRevert() throws Exception {
        Hash32 digest = Call.hash("nothing");
        Bytes call = SettlementCalls.settle(
                test.batch(List.of(Call.of("any", test.payer, test.host, test.enclave.address(), 1, 1)
                        .item(test.domain(), test.host, test.enclave))));
        Bytes unsigned = SettlementCalls.settle(new io.verigrad.chain.settlement.SettlementBatch(
                List.of(Call.of("any", test.payer, test.host, test.enclave.address(), 1, 1)
                        .item(test.domain(), test.host, test.enclave)),
                new io.verigrad.receipt.Appraisal(
                        digest, 1, digest, test.chain.latestBlock().timestamp()),
                List.of()));

        assertThat(transactions.estimateGas(test.settler.address(), test.contracts.settlement(), call))
                .isInstanceOf(GasEstimate.Estimated.class);
        assertThat(transactions.estimateGas(test.settler.address(), test.contracts.settlement(), unsigned))
                .isEqualTo(new GasEstimate.Reverts("SettlementRootMismatch"));
        assertThat(passes(call, 600_000)).isTrue();
        assertThat(passes(call, 40_000)).isFalse();
        assertThat(passes(unsigned, 600_000)).isFalse();
    }

    private boolean passes(Bytes data, long gasLimit) throws Exception {
        return transactions.passes(test.settler.address(), test.contracts.settlement(), data, gasLimit);
    }

    private PrivateKey funded() throws Exception {
        PrivateKey key = TestChain.key();
        try (DevnetRpc rpc = new DevnetRpc(test.anvil.rpcUrl())) {
            rpc.setBalance(key.address(), BigInteger.TEN.pow(18));
        }
        return key;
    }

    private SignedTransaction transfer(PrivateKey from, long nonce, Fees fees) {
        TransactionRequest request = new TransactionRequest(test.host, Bytes.EMPTY, 21_000, BigInteger.ONE);
        return transactions.sign(request, nonce, fees, new LocalSigner(from));
    }
}
