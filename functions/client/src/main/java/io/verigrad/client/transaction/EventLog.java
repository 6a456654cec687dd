package io.verigrad.client.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.registry.JsonRpc;
import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The events of one kind that a contract gave. */
public final class EventLog {
    /** Public nodes give logs of 10,000 blocks at a time. */
    private static final long SPAN = 9_999;

    private final JsonRpc rpc;
    private final Address contract;
    private final String kind;

    /** @param event such as {@code Transfer(address,address,uint256)} */
    public EventLog(JsonRpc rpc, Address contract, String event) {
        this.rpc = rpc;
        this.contract = contract;
        this.kind = Keccak256.hash(event.getBytes(StandardCharsets.US_ASCII)).toString();
    }

    /**
     * What they carry besides topics, the newest first.
     *
     * @param blocks how many of the newest blocks to look through
     */
    public List<Bytes> newest(long blocks) throws RegistryUnavailableException {
        long head = quantity(rpc.call("eth_blockNumber", List.of()));
        long first = Math.max(0, head - blocks + 1);
        List<Bytes> found = new ArrayList<>();
        for (long last = head; last >= first; last -= SPAN) {
            found.addAll(between(Math.max(first, last - SPAN + 1), last).reversed());
        }
        return found;
    }

    private List<Bytes> between(long first, long last) throws RegistryUnavailableException {
        JsonNode answer = rpc.answer(
                "eth_getLogs",
                List.of(Map.of(
                        "address",
                        contract,
                        "topics",
                        List.of(kind),
                        "fromBlock",
                        "0x" + Long.toHexString(first),
                        "toBlock",
                        "0x" + Long.toHexString(last))));
        if (!answer.path("result").isArray()) {
            throw new RegistryUnavailableException(
                    "eth_getLogs of blocks " + first + " to " + last + ": expected a list, found error code "
                            + answer.at("/error/code").asInt(),
                    null);
        }
        List<Bytes> data = new ArrayList<>();
        for (JsonNode log : answer.path("result")) {
            try {
                data.add(Bytes.parse(log.path("data").asText()));
            } catch (IllegalArgumentException e) {
                throw new RegistryUnavailableException("eth_getLogs: expected hex in an event", e);
            }
        }
        return data;
    }

    private static long quantity(String hex) throws RegistryUnavailableException {
        if (!hex.matches("0x[0-9a-f]{1,15}")) {
            throw new RegistryUnavailableException("expected a block's number from the node", null);
        }
        return new BigInteger(hex.substring(2), 16).longValueExact();
    }
}
