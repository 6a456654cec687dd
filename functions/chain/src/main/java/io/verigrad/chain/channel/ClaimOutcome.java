package io.verigrad.chain.channel;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;

/** What became of the claim of one channel. */
public enum ClaimOutcome {
    CLAIMED,
    /** Other receipts were claimed before, or not all that should have been. */
    MOVED,
    /** The channel contract did not take the voucher. */
    VOUCHER_REFUSED;

    private static final Hash32 COMMITTED = Selector.topic("ReceiptsCommitted(bytes32,address,address,uint64,uint128)");
    private static final Hash32 REJECTED = Selector.topic("ChannelRejected(bytes32,bytes32,uint8,bytes)");
    private static final long REASON_MOVED = 1;

    /**
     * Reads what {@code claims}, the contract, said of the receipts with this root.
     *
     * @throws ChainUnavailableException if a transaction that succeeded says nothing of them
     */
    public static ClaimOutcome of(Address claims, Hash32 root, TransactionReceipt receipt)
            throws ChainUnavailableException {
        boolean isCommitted = false;
        for (var log : receipt.logs()) {
            if (!log.address().equals(claims)
                    || log.topics().size() < 2
                    || !log.topics().get(1).equals(root)) {
                continue;
            }
            if (log.topics().getFirst().equals(REJECTED)) {
                long reason = new Words("eth_getTransactionReceipt", log.data()).uint63(0);
                return reason == REASON_MOVED ? MOVED : VOUCHER_REFUSED;
            }
            isCommitted |= log.topics().getFirst().equals(COMMITTED);
        }
        if (!isCommitted) {
            throw new ChainUnavailableException(
                    "eth_getTransactionReceipt", "expected an event of receipts " + root + " of " + claims);
        }
        return CLAIMED;
    }
}
