package io.verigrad.devnet.validators;

import io.verigrad.chain.Chain;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.chain.transaction.LocalSigner;
import io.verigrad.chain.transaction.SignedTransaction;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.devnet.Devnet;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/** What anybody owns and stakes of OPG, read from the chain, and the few transactions of the demo itself. */
final class Stakes implements AutoCloseable {
    private static final int DECIMALS = 18;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 50;

    private final Chain chain;
    private final DevnetContracts contracts;
    private final Rpc rpc;

    Stakes(Devnet devnet) {
        this.chain = devnet.chain();
        this.contracts = devnet.contracts();
        this.rpc = new Rpc(devnet.rpcUrl(), Duration.ofSeconds(10));
    }

    /** What a validator has staked with itself. */
    TokenAmount staked(Address validator) throws ChainUnavailableException {
        Bytes arguments =
                StructEncoder.untyped().address(validator).address(validator).encoded();
        Bytes data = Bytes.concat(Selector.of("stakeOf(address,address)"), arguments);
        return new TokenAmount(new Words("eth_call", rpc.view(contracts.validatorStaking(), data)).uint(0));
    }

    TokenAmount owned(Address account) throws ChainUnavailableException {
        return chain.balanceOf(contracts.opg(), account);
    }

    void transfer(PrivateKey from, Address to, TokenAmount amount)
            throws IOException, InterruptedException, ChainUnavailableException {
        send(from, "transfer(address,uint256)", to, amount);
    }

    void approve(PrivateKey from, Address spender, TokenAmount amount)
            throws IOException, InterruptedException, ChainUnavailableException {
        send(from, "approve(address,uint256)", spender, amount);
    }

    /** The receipt of a transaction that somebody sent, once a block holds it. */
    TransactionReceipt mined(Hash32 transaction) throws IOException, InterruptedException, ChainUnavailableException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<TransactionReceipt> receipt = chain.transactions().receiptOf(transaction);
            if (receipt.isPresent()) {
                return receipt.get();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new IOException("transaction " + transaction + " was not mined in " + PATIENCE.toSeconds() + " s");
    }

    static TokenAmount opg(long tokens) {
        return new TokenAmount(BigInteger.TEN.pow(DECIMALS).multiply(BigInteger.valueOf(tokens)));
    }

    static String text(TokenAmount amount) {
        return new BigDecimal(amount.value(), DECIMALS).stripTrailingZeros().toPlainString() + " OPG";
    }

    @Override
    public void close() {
        rpc.close();
    }

    private void send(PrivateKey from, String function, Address account, TokenAmount amount)
            throws IOException, InterruptedException, ChainUnavailableException {
        Bytes data = Bytes.concat(
                Selector.of(function),
                StructEncoder.untyped().address(account).uint(amount.value()).encoded());
        Transactions transactions = chain.transactions();
        if (!(transactions.estimateGas(from.address(), contracts.opg(), data)
                instanceof GasEstimate.Estimated(long gas))) {
            throw new IOException("the chain refuses " + function + " of " + from.address());
        }
        SignedTransaction signed = transactions.sign(
                TransactionRequest.call(contracts.opg(), data, gas),
                transactions.pendingNonce(from.address()),
                transactions.fees(FeePolicy.DEFAULT),
                new LocalSigner(from));
        transactions.broadcast(signed);
        if (mined(signed.hash()).status() != TransactionReceipt.Status.SUCCEEDED) {
            throw new IOException(function + " of " + from.address() + " reverted");
        }
    }
}
