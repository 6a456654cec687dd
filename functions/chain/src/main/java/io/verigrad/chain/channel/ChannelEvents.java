package io.verigrad.chain.channel;

import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.transaction.Log;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.channel.ChannelContract;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the channel contract said that it moved; a transaction that succeeded does not prove it. */
public final class ChannelEvents {
    private static final Hash32 DEPOSITED = Selector.topic("Deposited(bytes32,address,uint128,uint128)");
    private static final Hash32 REFUNDED = Selector.topic("Refunded(bytes32,address,uint128)");
    private static final Hash32 SETTLED = Selector.topic("Settled(address,address,address,uint128)");

    private ChannelEvents() {}

    /** What was paid into a channel. */
    public static Optional<TokenAmount> deposited(TransactionReceipt receipt, Hash32 channelId) {
        return amount(receipt, DEPOSITED, channelId);
    }

    /** What a payer got back. */
    public static Optional<TokenAmount> refunded(TransactionReceipt receipt, Hash32 channelId) {
        return amount(receipt, REFUNDED, channelId);
    }

    /** What a receiver got. */
    public static Optional<TokenAmount> settled(TransactionReceipt receipt, Address receiver, Address token) {
        return amount(receipt, SETTLED, word(receiver), word(token));
    }

    private static Optional<TokenAmount> amount(TransactionReceipt receipt, Hash32 event, Hash32... about) {
        return receipt.logs().stream()
                .filter(log -> log.address().equals(ChannelContract.ADDRESS))
                .filter(log -> isAbout(log, event, Arrays.asList(about)))
                .filter(log -> log.data().size() >= 32)
                .map(log -> new TokenAmount(
                        new BigInteger(1, log.data().slice(0, 32).toArray())))
                .findFirst();
    }

    private static boolean isAbout(Log log, Hash32 event, List<Hash32> about) {
        return log.topics().size() > about.size()
                && log.topics().getFirst().equals(event)
                && log.topics().subList(1, 1 + about.size()).equals(about);
    }

    private static Hash32 word(Address address) {
        return new Hash32(StructEncoder.untyped().address(address).encoded());
    }
}
