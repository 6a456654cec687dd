package io.verigrad.chain.transaction;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Quantity;
import io.verigrad.chain.rpc.RevertReason;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthFeeHistory;

/**
 * The steps of a transaction, each for itself, so that a caller writes the signed transaction down before it is sent and
 * can send the very same again after a crash. Nonces are the caller's to hand out.
 */
public final class Transactions {
    private static final BigInteger MAX_GAS = BigInteger.valueOf(TransactionRequest.MAX_GAS);
    private static final int FEE_BLOCKS = 5;

    private final Rpc rpc;
    private final ChainId chain;

    public Transactions(Rpc rpc, ChainId chain) {
        this.rpc = rpc;
        this.chain = chain;
    }

    /** The gas limit for a call that sends no ether: the node's estimate and a tenth more. */
    public GasEstimate estimateGas(Address from, Address to, Bytes data) throws ChainUnavailableException {
        var request = rpc.requests()
                .ethEstimateGas(
                        new Transaction(from.toString(), null, null, MAX_GAS, to.toString(), null, data.toString()));
        Response<String> response = rpc.send(request);
        if (!response.hasError()) {
            BigInteger estimate = Quantity.decode("eth_estimateGas", response.getResult());
            BigInteger limit = estimate.add(estimate.divide(BigInteger.TEN)).min(MAX_GAS);
            return new GasEstimate.Estimated(limit.longValue());
        }
        Response.Error error = response.getError();
        if (says(error, "gas required exceeds", "out of gas", "outofgas")) {
            return new GasEstimate.Reverts("needs more than " + MAX_GAS + " gas");
        }
        Optional<Bytes> revert = Rpc.revertOf(error);
        if (revert.isPresent()) {
            return new GasEstimate.Reverts(RevertReason.of(revert.get()));
        }
        throw Rpc.refused("eth_estimateGas", error);
    }

    /**
     * Whether a call that sends no ether would pass now with {@code gasLimit}. The node runs it once, where it runs it some
     * eight times for an estimate; why it would not pass, {@link #estimateGas} tells.
     */
    public boolean passes(Address from, Address to, Bytes data, long gasLimit) throws ChainUnavailableException {
        var request = rpc.requests()
                .ethCall(
                        new Transaction(
                                from.toString(),
                                null,
                                null,
                                BigInteger.valueOf(gasLimit),
                                to.toString(),
                                null,
                                data.toString()),
                        DefaultBlockParameterName.LATEST);
        return !rpc.send(request).hasError();
    }

    /** Fees for the next blocks, within the policy. */
    public Fees fees(FeePolicy policy) throws ChainUnavailableException {
        EthFeeHistory.FeeHistory history =
                rpc.result(rpc.requests().ethFeeHistory(FEE_BLOCKS, DefaultBlockParameterName.LATEST, List.of(50.0)));
        List<String> baseFees = history.getBaseFeePerGasRaw();
        if (baseFees == null || baseFees.isEmpty()) {
            throw new ChainUnavailableException("eth_feeHistory", "expected base fees in the answer");
        }
        BigInteger priority = BigInteger.ONE;
        List<List<String>> rewards = history.getRewardRaw() == null ? List.of() : history.getRewardRaw();
        for (List<String> reward : rewards) {
            if (!reward.isEmpty()) {
                priority = priority.max(Quantity.decode("eth_feeHistory", reward.getFirst()));
            }
        }
        return policy.fees(Quantity.decode("eth_feeHistory", baseFees.getLast()), priority);
    }

    /** Signs a transaction of type 2 (EIP-1559). Asks the node nothing. */
    public SignedTransaction sign(TransactionRequest request, long nonce, Fees fees, TransactionSigner signer) {
        return Eip1559.sign(chain, request, nonce, fees, signer);
    }

    /** Signs a transaction again that differs in its fees only, so that a chain takes one of the two at most. */
    public SignedTransaction reprice(SignedTransaction transaction, Fees fees, TransactionSigner signer) {
        return Eip1559.reprice(transaction, fees, signer);
    }

    /**
     * Hands a transaction to the node.
     *
     * @throws ChainUnavailableException if it is not known whether the node took it
     */
    public BroadcastOutcome broadcast(SignedTransaction transaction) throws ChainUnavailableException {
        String method = "eth_sendRawTransaction";
        Response<String> response =
                rpc.send(rpc.requests().ethSendRawTransaction(transaction.raw().toString()));
        if (!response.hasError()) {
            Hash32 hash = Rpc.hash(method, response.getResult());
            if (!hash.equals(transaction.hash())) {
                throw new ChainUnavailableException(
                        method, "expected hash " + transaction.hash() + " in the answer, found " + hash);
            }
            return new BroadcastOutcome.Accepted();
        }
        Response.Error error = response.getError();
        if (says(error, "already known", "already imported", "known transaction", "already exists")) {
            return new BroadcastOutcome.AlreadyKnown();
        }
        if (says(error, "nonce too low")) {
            return new BroadcastOutcome.NonceTooLow();
        }
        return new BroadcastOutcome.Refused(Rpc.describe(error));
    }

    /** The receipt of a mined transaction, or empty while it is not mined. */
    public Optional<TransactionReceipt> receiptOf(Hash32 transaction) throws ChainUnavailableException {
        var found = rpc.optionalResult(rpc.requests().ethGetTransactionReceipt(transaction.toString()));
        return found.isEmpty() ? Optional.empty() : Optional.of(Receipts.read(found.get()));
    }

    /**
     * The events of a contract whose first topics are each one of those listed, from a block on to the latest.
     *
     * @param topics for each position the topics that are wanted
     */
    public List<Log> logs(Address contract, List<List<Hash32>> topics, long fromBlock)
            throws ChainUnavailableException {
        return logs(contract, topics, fromBlock, DefaultBlockParameterName.LATEST);
    }

    /** The same of some blocks, both ends included. */
    public List<Log> logs(Address contract, List<List<Hash32>> topics, long fromBlock, long toBlock)
            throws ChainUnavailableException {
        return logs(contract, topics, fromBlock, DefaultBlockParameter.valueOf(BigInteger.valueOf(toBlock)));
    }

    private List<Log> logs(Address contract, List<List<Hash32>> topics, long fromBlock, DefaultBlockParameter toBlock)
            throws ChainUnavailableException {
        EthFilter filter = new EthFilter(
                DefaultBlockParameter.valueOf(BigInteger.valueOf(fromBlock)), toBlock, contract.toString());
        topics.forEach(wanted ->
                filter.addOptionalTopics(wanted.stream().map(Hash32::toString).toArray(String[]::new)));
        return Receipts.logs(rpc.result(rpc.requests().ethGetLogs(filter)));
    }

    /** Whether the node has the transaction, waiting or mined. */
    public boolean isKnown(Hash32 transaction) throws ChainUnavailableException {
        return rpc.optionalResult(rpc.requests().ethGetTransactionByHash(transaction.toString()))
                .isPresent();
    }

    /** What an account has for gas, in wei. */
    public BigInteger funds(Address account) throws ChainUnavailableException {
        String balance = rpc.result(rpc.requests().ethGetBalance(account.toString(), DefaultBlockParameterName.LATEST));
        return Quantity.decode("eth_getBalance", balance);
    }

    /** The next nonce after all transactions that the node has of this account. */
    public long pendingNonce(Address account) throws ChainUnavailableException {
        return nonce(account, DefaultBlockParameterName.PENDING);
    }

    /** The next nonce after all mined transactions of this account. */
    public long minedNonce(Address account) throws ChainUnavailableException {
        return nonce(account, DefaultBlockParameterName.LATEST);
    }

    private long nonce(Address account, DefaultBlockParameterName at) throws ChainUnavailableException {
        String count = rpc.result(rpc.requests().ethGetTransactionCount(account.toString(), at));
        return Quantity.decodeLong("eth_getTransactionCount", count);
    }

    private static boolean says(Response.Error error, String... phrases) {
        String message = error.getMessage() == null ? "" : error.getMessage().toLowerCase(Locale.ROOT);
        return List.of(phrases).stream().anyMatch(message::contains);
    }
}
