package io.verigrad.devnet.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.settlement.SettlementEvents;
import io.verigrad.chain.transaction.Log;
import io.verigrad.channel.ChannelContract;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every settlement that the chain holds, whoever sent it. */
public record SettledOnChain(Node node, Address settlement) {
    private static final int BLOCKS = 10;
    private static final Bytes CHANNELS = Selector.of("channels(bytes32)");

    public List<ItemOutcome.Settled> read() throws IOException, InterruptedException, ChainUnavailableException {
        List<Log> logs = new ArrayList<>();
        for (JsonNode log : logs()) {
            logs.add(log(log));
        }
        return SettlementEvents.outcomes(settlement, logs).stream()
                .map(ItemOutcome.Settled.class::cast)
                .toList();
    }

    /** What was claimed of a channel in all. */
    TokenAmount claimed(Hash32 channel) throws IOException, InterruptedException, ChainUnavailableException {
        JsonNode answer = node.ask(
                "eth_call",
                Map.of("to", ChannelContract.ADDRESS, "data", Bytes.concat(CHANNELS, channel.bytes())),
                "latest");
        return new TokenAmount(new Words("eth_call", Bytes.parse(answer.asText())).uint(1));
    }

    /** When the block came that settled each payment. */
    public Map<Hash32, Instant> times() throws IOException, InterruptedException {
        Map<String, Instant> blocks = new HashMap<>();
        Map<Hash32, Instant> times = new HashMap<>();
        for (JsonNode log : logs()) {
            String number = log.path("blockNumber").asText();
            if (!blocks.containsKey(number)) {
                JsonNode block = node.ask("eth_getBlockByNumber", number, false);
                blocks.put(
                        number,
                        Instant.ofEpochSecond(
                                Long.decode(block.path("timestamp").asText())));
            }
            times.put(Hash32.parse(log.path("topics").path(2).asText()), blocks.get(number));
        }
        return times;
    }

    /** A few blocks at a time: answers have a limit. */
    private List<JsonNode> logs() throws IOException, InterruptedException {
        long last = Long.decode(node.ask("eth_blockNumber").asText());
        List<JsonNode> logs = new ArrayList<>();
        for (long from = 0; from <= last; from += BLOCKS) {
            node.ask(
                            "eth_getLogs",
                            Map.of(
                                    "address",
                                    settlement,
                                    "fromBlock",
                                    "0x" + Long.toHexString(from),
                                    "toBlock",
                                    "0x" + Long.toHexString(Math.min(last, from + BLOCKS - 1)),
                                    "topics",
                                    List.of(SettlementEvents.SETTLED)))
                    .forEach(logs::add);
        }
        return logs;
    }

    private static Log log(JsonNode log) {
        List<Hash32> topics = new ArrayList<>();
        log.path("topics").forEach(topic -> topics.add(Hash32.parse(topic.asText())));
        return new Log(
                Address.parse(log.path("address").asText()),
                topics,
                Bytes.parse(log.path("data").asText()));
    }
}
