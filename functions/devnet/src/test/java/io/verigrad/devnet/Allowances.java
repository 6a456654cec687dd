package io.verigrad.devnet;

import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.receipt.PaymentId;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.time.Duration;

/** What a payer does once before it pays by Permit2. */
final class Allowances {
    private static final Bytes APPROVE = Bytes.parse("0x095ea7b3");

    private Allowances() {}

    /** Lets Permit2 take any amount of the payer's USDC; returns once that is on the chain. */
    static void allow(Devnet devnet, PrivateKey payer) throws Exception {
        Address usdc = devnet.contracts().usdc();
        Bytes data = Bytes.concat(
                APPROVE,
                StructEncoder.untyped()
                        .address(PaymentId.PERMIT2_CONTRACT)
                        .uint(Long.MAX_VALUE)
                        .encoded());
        Transactions transactions = devnet.chain().transactions();
        long gas = transactions.estimateGas(payer.address(), usdc, data) instanceof GasEstimate.Estimated(long limit)
                ? limit
                : 100_000;
        SignedTransaction signed = transactions.sign(
                TransactionRequest.call(usdc, data, gas),
                transactions.pendingNonce(payer.address()),
                transactions.fees(FeePolicy.DEFAULT),
                new LocalSigner(payer));
        transactions.broadcast(signed);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (transactions.receiptOf(signed.hash()).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the allowance is not on the chain within 30 s");
            }
            Thread.sleep(100);
        }
    }
}
