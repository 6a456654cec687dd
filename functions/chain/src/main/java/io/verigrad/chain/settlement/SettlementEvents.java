package io.verigrad.chain.settlement;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Words;
import io.verigrad.chain.transaction.Log;
import io.verigrad.contracts.Settlement;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.ArrayList;
import java.util.List;
import org.web3j.abi.EventEncoder;

/** Reads the events of Settlement. */
public final class SettlementEvents {
    /** The first topic of {@code ReceiptSettled}. */
    public static final Hash32 SETTLED = Hash32.parse(EventEncoder.encode(Settlement.RECEIPTSETTLED_EVENT));

    private static final Hash32 REJECTED = Hash32.parse(EventEncoder.encode(Settlement.RECEIPTREJECTED_EVENT));

    private SettlementEvents() {}

    /** The outcomes that {@code settlement} itself reported, in order; events of other contracts prove nothing. */
    public static List<ItemOutcome> outcomes(Address settlement, List<Log> logs) throws ChainUnavailableException {
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (Log log : logs) {
            if (!log.address().equals(settlement) || log.topics().isEmpty()) {
                continue;
            }
            Hash32 event = log.topics().getFirst();
            if (event.equals(SETTLED)) {
                outcomes.add(settled(log));
            } else if (event.equals(REJECTED)) {
                outcomes.add(rejected(log));
            }
        }
        return List.copyOf(outcomes);
    }

    private static ItemOutcome settled(Log log) throws ChainUnavailableException {
        Words words = words(log);
        return new ItemOutcome.Settled(
                topic(log, 1),
                topic(log, 2),
                new Words("eth_getTransactionReceipt", topic(log, 3).bytes()).address(0),
                words.address(0),
                words.address(1),
                new TokenAmount(words.uint(2)),
                new TokenAmount(words.uint(3)),
                new TokenAmount(words.uint(4)),
                new TokenAmount(words.uint(5)),
                new TokenAmount(words.uint(6)));
    }

    private static ItemOutcome rejected(Log log) throws ChainUnavailableException {
        Words words = words(log);
        return new ItemOutcome.Rejected(topic(log, 1), topic(log, 2), RejectReason.of(words.uint63(0)), words.bytes(1));
    }

    private static Words words(Log log) {
        return new Words("eth_getTransactionReceipt", log.data());
    }

    private static Hash32 topic(Log log, int index) throws ChainUnavailableException {
        if (log.topics().size() <= index) {
            throw new ChainUnavailableException(
                    "eth_getTransactionReceipt", "expected topic " + index + " of an event");
        }
        return log.topics().get(index);
    }
}
