package io.verigrad.chain.channel;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.chain.transaction.Log;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.HashMap;
import java.util.Map;

/** Why a channel was not claimed by a transaction that succeeded. */
public enum ClaimRefusal {
    /** Other receipts were claimed before, or not all that should have been. */
    MOVED,
    /** The channel contract did not take the voucher. */
    VOUCHER_REFUSED;

    private static final Hash32 COMMITTED = Selector.topic("ReceiptsCommitted(bytes32,address,address,uint64,uint128)");
    private static final Hash32 REJECTED = Selector.topic("ChannelRejected(bytes32,bytes32,uint8,bytes)");
    private static final long REASON_MOVED = 1;

    /**
     * The channels under {@code root} that {@code claims}, the contract, passed over; all others are claimed.
     *
     * @throws ChainUnavailableException if the transaction says nothing of the root
     */
    public static Map<Hash32, ClaimRefusal> of(Address claims, Hash32 root, TransactionReceipt receipt)
            throws ChainUnavailableException {
        Map<Hash32, ClaimRefusal> refused = new HashMap<>();
        boolean isCommitted = false;
        for (Log log : receipt.logs()) {
            if (!log.address().equals(claims)
                    || log.topics().size() < 3
                    || !log.topics().get(1).equals(root)) {
                continue;
            }
            if (log.topics().getFirst().equals(REJECTED)) {
                long reason = new Words("eth_getTransactionReceipt", log.data()).uint63(0);
                refused.put(log.topics().get(2), reason == REASON_MOVED ? MOVED : VOUCHER_REFUSED);
            }
            isCommitted |= log.topics().getFirst().equals(COMMITTED);
        }
        if (!isCommitted) {
            throw new ChainUnavailableException(
                    "eth_getTransactionReceipt", "expected an event of receipts " + root + " of " + claims);
        }
        return Map.copyOf(refused);
    }
}
