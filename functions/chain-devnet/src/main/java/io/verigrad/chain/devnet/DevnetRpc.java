package io.verigrad.chain.devnet;

import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.http.HttpService;

/** JSON-RPC to a local chain, with the methods that only anvil has. */
final class DevnetRpc implements AutoCloseable {
    /** Of one transaction, below the limit of EIP-7825. */
    private static final BigInteger GAS = BigInteger.valueOf(16_000_000);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 10;

    private final HttpService service;
    private final Web3j web3j;

    DevnetRpc(URI rpcUrl) {
        this.service = new HttpService(rpcUrl.toString());
        this.web3j = Web3j.build(service);
    }

    boolean isAnswering() {
        try {
            return web3j.ethChainId().send().getChainId().longValue() == Anvil.CHAIN_ID;
        } catch (IOException notYet) {
            return false;
        }
    }

    void setBalance(Address account, BigInteger wei) throws IOException {
        send("anvil_setBalance", account.toString(), "0x" + wei.toString(16));
    }

    void setCode(Address account, Bytes code) throws IOException {
        send("anvil_setCode", account.toString(), code.toString());
    }

    /** Whether the node signs for everybody, contracts included. */
    void impersonateAll(boolean enabled) throws IOException {
        send("anvil_autoImpersonateAccount", enabled);
    }

    /** Moves the time of the next block, and with it that of all later ones. */
    void increaseTime(Duration by) throws IOException {
        send("evm_increaseTime", by.toSeconds());
        send("evm_mine");
    }

    /** Neither a transaction nor time makes a block any more. */
    void stopMining() throws IOException {
        send("evm_setAutomine", false);
        send("evm_setIntervalMining", 0);
    }

    /** Blocks, transactions and the newest state, as the node reads them at its start. */
    byte[] state() throws IOException {
        Request<?, Text> request = new Request<>("anvil_dumpState", List.of(), service, Text.class);
        byte[] packed = Bytes.parse(answered(request).getResult()).toArray();
        try (InputStream state = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return state.readAllBytes();
        }
    }

    /** Sends a transaction that the node signs, and does not wait for it. */
    Hash32 sendAs(Address from, Address to, Bytes data) throws IOException {
        Transaction transaction =
                new Transaction(from.toString(), null, null, GAS, to.toString(), null, data.toString());
        return Hash32.parse(answered(web3j.ethSendTransaction(transaction)).getTransactionHash());
    }

    /** Waits for a transaction. */
    void requireSuccess(Hash32 transaction) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<TransactionReceipt> receipt = answered(web3j.ethGetTransactionReceipt(transaction.toString()))
                    .getTransactionReceipt();
            if (receipt.isPresent() && receipt.get().isStatusOK()) {
                return;
            }
            if (receipt.isPresent()) {
                throw new IOException("a transaction of the deployment failed: to "
                        + receipt.get().getTo() + ", " + receipt.get().getRevertReason());
            }
            pause(deadline);
        }
    }

    long latestTimestamp() throws IOException {
        return answered(web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false))
                .getBlock()
                .getTimestamp()
                .longValueExact();
    }

    void awaitBlockAfter(long timestamp) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (latestTimestamp() <= timestamp) {
            pause(deadline);
        }
    }

    Bytes code(Address account) throws IOException {
        return Bytes.parse(answered(web3j.ethGetCode(account.toString(), DefaultBlockParameterName.LATEST))
                .getCode());
    }

    @Override
    public void close() {
        web3j.shutdown();
    }

    private static void pause(long deadline) throws IOException {
        if (System.nanoTime() - deadline > 0) {
            throw new IOException("the local chain did not go on in " + PATIENCE.toSeconds() + " s");
        }
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the local chain was deployed", e);
        }
    }

    private void send(String method, Object... parameters) throws IOException {
        answered(new Request<>(method, List.of(parameters), service, AnyAnswer.class));
    }

    private static <T extends Response<?>> T answered(Request<?, T> request) throws IOException {
        T answer = request.send();
        if (answer.hasError()) {
            throw new IOException(request.getMethod() + ": " + answer.getError().getMessage());
        }
        return answer;
    }

    /** The answer of a method that returns nothing of use. */
    static final class AnyAnswer extends Response<Object> {}

    static final class Text extends Response<String> {}
}
