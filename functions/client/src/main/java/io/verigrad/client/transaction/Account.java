package io.verigrad.client.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.registry.JsonRpc;
import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.crypto.Keccak256;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An account that calls contracts, one call after another. It pays the chain's fees in ether. */
public final class Account {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final JsonRpc rpc;
    private final ChainId chain;
    private final PrivateKey key;
    private final Duration patience;

    /** @param patience how long a transaction may take to be mined */
    public Account(JsonRpc rpc, ChainId chain, PrivateKey key, Duration patience) {
        this.rpc = rpc;
        this.chain = chain;
        this.key = key;
        this.patience = patience;
    }

    public Address address() {
        return key.address();
    }

    /** What a contract answers to a call that changes nothing. */
    public Bytes view(Address contract, Bytes call) throws RegistryUnavailableException {
        return rpc.view(contract.toString(), call);
    }

    /** The events of a kind that a contract gave. */
    public EventLog events(Address contract, String event) {
        return new EventLog(rpc, contract, event);
    }

    /**
     * Calls a contract and waits until that is on chain.
     *
     * @throws RegistryUnavailableException if the node cannot be asked, or is one of another chain
     */
    public TransactionOutcome call(Address contract, Bytes call) throws RegistryUnavailableException {
        String found = rpc.call("eth_chainId", List.of());
        if (!found.equals("0x" + Long.toHexString(chain.value()))) {
            throw new RegistryUnavailableException("expected a node of " + chain, null);
        }
        JsonNode estimate =
                rpc.answer("eth_estimateGas", List.of(Map.of("from", address(), "to", contract, "data", call)));
        if (!estimate.path("result").isTextual()) {
            return new TransactionOutcome.Refused(problem(estimate.path("error")));
        }
        // What a call takes may change before it is mined.
        long gas = quantity(estimate.path("result")).longValueExact() * 5 / 4;
        return send(gas, contract, call);
    }

    /**
     * A topic of the first event of a kind that a contract gave in a transaction.
     *
     * @param index 0 is the event's own hash
     */
    public Hash32 topic(Hash32 transaction, Address contract, String event, int index)
            throws RegistryUnavailableException {
        String kind = Keccak256.hash(event.getBytes(StandardCharsets.US_ASCII)).toString();
        JsonNode logs =
                rpc.answer("eth_getTransactionReceipt", List.of(transaction)).at("/result/logs");
        for (JsonNode log : logs) {
            if (log.path("address").asText().equalsIgnoreCase(contract.toString())
                    && log.at("/topics/0").asText().equals(kind)
                    && log.path("topics").path(index).asText().matches("0x[0-9a-f]{64}")) {
                return Hash32.parse(log.path("topics").path(index).asText());
            }
        }
        throw new RegistryUnavailableException("expected the event " + event + " in transaction " + transaction, null);
    }

    private TransactionOutcome send(long gas, Address contract, Bytes call) throws RegistryUnavailableException {
        long nonce =
                number("eth_getTransactionCount", List.of(address(), "pending")).longValueExact();
        BigInteger tip = number("eth_maxPriorityFeePerGas", List.of());
        BigInteger price = number("eth_gasPrice", List.of());
        Transaction transaction =
                new Transaction(chain, nonce, tip, price.shiftLeft(1).max(tip), gas, contract, call);
        Bytes signed = transaction.signed(key);
        Hash32 hash = Keccak256.hash(signed.toArray());
        JsonNode sent = rpc.answer("eth_sendRawTransaction", List.of(signed));
        if (!sent.path("result").isTextual()) {
            return new TransactionOutcome.Refused(problem(sent.path("error")));
        }
        return await(hash);
    }

    private TransactionOutcome await(Hash32 hash) throws RegistryUnavailableException {
        for (long looks = patience.dividedBy(BETWEEN_LOOKS); looks >= 0; looks--) {
            JsonNode receipt =
                    rpc.answer("eth_getTransactionReceipt", List.of(hash)).path("result");
            if (receipt.isObject()) {
                return receipt.path("status").asText().equals("0x1")
                        ? new TransactionOutcome.Done(
                                hash, quantity(receipt.path("blockNumber")).longValueExact())
                        : new TransactionOutcome.Failed(hash);
            }
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new TransactionOutcome.Pending(hash);
            }
        }
        return new TransactionOutcome.Pending(hash);
    }

    private BigInteger number(String method, List<?> parameters) throws RegistryUnavailableException {
        return quantity(rpc.answer(method, parameters).path("result"));
    }

    private static BigInteger quantity(JsonNode value) throws RegistryUnavailableException {
        if (!value.asText().matches("0x[0-9a-f]{1,64}")) {
            throw new RegistryUnavailableException("expected a number from the node", null);
        }
        return new BigInteger(value.asText().substring(2), 16);
    }

    private static String problem(JsonNode error) {
        String data = error.path("data").asText();
        if (data.matches("0x([0-9a-fA-F]{2})+")) {
            return Reverts.of(Bytes.parse(data));
        }
        String message = error.path("message").asText("no reason given");
        return "the node refuses it: "
                + message.substring(0, Math.min(message.length(), 200)).replaceAll("[^\\x20-\\x7e]", "?");
    }
}
