package io.verigrad.chain.transaction;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Quantity;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.value.Hash32;
import java.util.ArrayList;
import java.util.List;
import org.web3j.protocol.core.methods.response.EthLog;

/** Turns a node's receipt into ours. */
final class Receipts {
    private static final String METHOD = "eth_getTransactionReceipt";

    private Receipts() {}

    static TransactionReceipt read(org.web3j.protocol.core.methods.response.TransactionReceipt found)
            throws ChainUnavailableException {
        List<Log> logs = new ArrayList<>();
        for (var log : found.getLogs()) {
            logs.add(read(log));
        }
        return new TransactionReceipt(
                Rpc.hash(METHOD, found.getTransactionHash()),
                status(found.getStatus()),
                Quantity.decodeLong(METHOD, found.getBlockNumberRaw()),
                Rpc.hash(METHOD, found.getBlockHash()),
                Quantity.decodeLong(METHOD, found.getGasUsedRaw()),
                logs);
    }

    /** The logs of an answer to {@code eth_getLogs}. */
    static List<Log> logs(List<EthLog.LogResult<?>> found) throws ChainUnavailableException {
        List<Log> logs = new ArrayList<>();
        for (EthLog.LogResult<?> result : found) {
            if (!(result instanceof EthLog.LogObject log)) {
                throw new ChainUnavailableException("eth_getLogs", "expected logs in the answer");
            }
            logs.add(read(log));
        }
        return List.copyOf(logs);
    }

    private static Log read(org.web3j.protocol.core.methods.response.Log log) throws ChainUnavailableException {
        List<Hash32> topics = new ArrayList<>();
        for (String topic : log.getTopics()) {
            topics.add(Rpc.hash(METHOD, topic));
        }
        return new Log(Rpc.address(METHOD, log.getAddress()), topics, Rpc.bytes(METHOD, log.getData()));
    }

    private static TransactionReceipt.Status status(String text) throws ChainUnavailableException {
        return Quantity.decode(METHOD, text).signum() == 0
                ? TransactionReceipt.Status.REVERTED
                : TransactionReceipt.Status.SUCCEEDED;
    }
}
