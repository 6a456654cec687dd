package io.verigrad.chain.request;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.chain.transaction.Log;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.Transactions;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Views and events of {@code InferenceRequests}; events of other contracts prove nothing. */
public final class Requests {
    private static final Bytes REQUEST_OF = Selector.of("requestOf(uint256)");
    private static final Bytes CREDIT_OF = Selector.of("creditOf(address,address)");
    private static final Hash32 OPENED = Selector.topic("InferenceRequested(uint256,address,bytes32,uint40,"
            + "(bytes32,bytes32,address,uint128,uint8,uint32,uint32))");
    private static final Hash32 DELIVERED = Selector.topic("InferenceDelivered(uint256,bytes32,uint128,bool,bytes)");
    private static final Hash32 LOCATED = Selector.topic("RequestLocated(uint256,bytes)");
    private static final String RECEIPT = "eth_getTransactionReceipt";

    private final Rpc rpc;
    private final ChainId chain;
    private final Address contract;

    public Requests(Rpc rpc, ChainId chain, Address contract) {
        this.rpc = rpc;
        this.chain = chain;
        this.contract = contract;
    }

    /** A request, or empty if it was answered or refunded or never made. */
    public Optional<OpenRequest> find(BigInteger id) throws ChainUnavailableException {
        Bytes argument = StructEncoder.untyped().uint(id).encoded();
        Words words = new Words("eth_call", rpc.view(contract, Bytes.concat(REQUEST_OF, argument)));
        Address asker = words.address(0);
        if (asker.isZero()) {
            return Optional.empty();
        }
        return Optional.of(new OpenRequest(
                id,
                asker,
                words.hash(3),
                words.hash(4),
                words.address(5),
                new TokenAmount(words.uint(6)),
                (int) words.uint63(7),
                words.uint63(8),
                words.uint63(1),
                words.uint63(2)));
    }

    /** What a party can withdraw of an asset. */
    public TokenAmount creditOf(Address party, Address asset) throws ChainUnavailableException {
        Bytes arguments = StructEncoder.untyped().address(party).address(asset).encoded();
        return new TokenAmount(new Words("eth_call", rpc.view(contract, Bytes.concat(CREDIT_OF, arguments))).uint(0));
    }

    /** Numbers of the requests that a transaction opened. */
    public List<BigInteger> opened(TransactionReceipt receipt) throws ChainUnavailableException {
        List<BigInteger> opened = new ArrayList<>();
        for (Log log : events(receipt, OPENED, 4)) {
            opened.add(number(log.topics().get(1)));
        }
        return List.copyOf(opened);
    }

    /** The requests that were made in some blocks, both ends included, with what their askers said of where to find them. */
    public List<LocatedRequest> located(long fromBlock, long toBlock) throws ChainUnavailableException {
        List<LocatedRequest> located = new ArrayList<>();
        for (Log log : new Transactions(rpc, chain).logs(contract, List.of(List.of(LOCATED)), fromBlock, toBlock)) {
            if (log.address().equals(contract) && log.topics().size() == 2) {
                located.add(
                        new LocatedRequest(number(log.topics().get(1)), new Words("eth_getLogs", log.data()).bytes(0)));
            }
        }
        return List.copyOf(located);
    }

    /** What a transaction delivered. */
    public List<Delivery> deliveries(TransactionReceipt receipt) throws ChainUnavailableException {
        List<Delivery> deliveries = new ArrayList<>();
        for (Log log : events(receipt, DELIVERED, 3)) {
            Words words = new Words(RECEIPT, log.data());
            deliveries.add(new Delivery(
                    number(log.topics().get(1)),
                    log.topics().get(2),
                    new TokenAmount(words.uint(0)),
                    words.uint(1).signum() != 0,
                    words.bytes(2)));
        }
        return List.copyOf(deliveries);
    }

    private List<Log> events(TransactionReceipt receipt, Hash32 event, int topics) {
        return receipt.logs().stream()
                .filter(log -> log.address().equals(contract)
                        && log.topics().size() == topics
                        && log.topics().getFirst().equals(event))
                .toList();
    }

    private static BigInteger number(Hash32 topic) {
        return new BigInteger(1, topic.toArray());
    }
}
