package io.verigrad.chain.dispute;

import io.verigrad.chain.rpc.CallResult;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.rpc.Rpc;
import io.verigrad.chain.rpc.Selector;
import io.verigrad.chain.rpc.Words;
import io.verigrad.chain.transaction.Log;
import io.verigrad.chain.transaction.TransactionReceipt;
import io.verigrad.chain.transaction.TransactionRequest;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Views and events of the Disputes contract; events of other contracts prove nothing. */
public final class Disputes {
    private static final Bytes CASE_OF = Selector.of("caseOf(uint256)");
    private static final Hash32 OPENED =
            Selector.topic("CaseOpened(uint256,bytes32,address,address,address,bytes32,uint48)");
    private static final Hash32 UPHELD = Selector.topic("CaseUpheld(uint256,bytes32,uint256,uint256,bool)");
    private static final Hash32 REJECTED = Selector.topic("CaseRejected(uint256,bytes32,uint256)");
    private static final Bytes STANDS = Selector.of("DisputesAlreadyChallenged(bytes32,uint256)");
    private static final BigInteger GAS = BigInteger.valueOf(TransactionRequest.MAX_GAS);
    private static final String RECEIPT = "eth_getTransactionReceipt";

    private final Rpc rpc;
    private final Address contract;

    public Disputes(Rpc rpc, Address contract) {
        this.rpc = rpc;
        this.contract = contract;
    }

    /** A case, or empty if nobody opened it. */
    public Optional<DisputedCase> find(BigInteger id) throws ChainUnavailableException {
        Bytes argument = StructEncoder.untyped().uint(id).encoded();
        Words words = new Words("eth_call", rpc.view(contract, Bytes.concat(CASE_OF, argument)));
        long state = words.uint63(8);
        if (state == 0) {
            return Optional.empty();
        }
        if (state > CaseState.values().length) {
            throw new ChainUnavailableException("eth_call", "expected the state of a case, found " + state);
        }
        return Optional.of(new DisputedCase(
                id,
                words.hash(0),
                words.address(1),
                words.address(2),
                words.address(3),
                new TokenAmount(words.uint(4)),
                new TokenAmount(words.uint(5)),
                words.uint63(6),
                words.uint63(7),
                CaseState.values()[(int) state - 1]));
    }

    /**
     * The case that stands in the way of a challenge, whoever opened it.
     *
     * @param challenge a call of {@code challengeReceipt}, which is not sent
     */
    public Optional<BigInteger> standing(Bytes challenge) throws ChainUnavailableException {
        return switch (rpc.call(contract, contract, challenge, GAS)) {
            case CallResult.Reverted(String ignored, Bytes data)
            when data.size() == 68 && data.slice(0, 4).equals(STANDS) ->
                Optional.of(new BigInteger(1, data.slice(36, 68).toArray()));
            case CallResult.Reverted reverted -> Optional.empty();
            case CallResult.Returned returned -> Optional.empty();
        };
    }

    /** Numbers of the cases that a transaction opened. */
    public List<BigInteger> opened(TransactionReceipt receipt) {
        return receipt.logs().stream()
                .filter(log -> isOurs(log, OPENED, 4))
                .map(Disputes::caseId)
                .toList();
    }

    /** What verdicts a transaction carried out. */
    public List<Ruling> rulings(TransactionReceipt receipt) throws ChainUnavailableException {
        List<Ruling> rulings = new ArrayList<>();
        for (Log log : receipt.logs()) {
            Words words = new Words(RECEIPT, log.data());
            if (isOurs(log, UPHELD, 2)) {
                rulings.add(new Ruling.Upheld(
                        caseId(log),
                        words.hash(0),
                        new TokenAmount(words.uint(1)),
                        new TokenAmount(words.uint(2)),
                        words.uint(3).signum() != 0));
            } else if (isOurs(log, REJECTED, 2)) {
                rulings.add(new Ruling.Rejected(caseId(log), words.hash(0), new TokenAmount(words.uint(1))));
            }
        }
        return List.copyOf(rulings);
    }

    private boolean isOurs(Log log, Hash32 event, int topics) {
        return log.address().equals(contract)
                && log.topics().size() == topics
                && log.topics().getFirst().equals(event);
    }

    private static BigInteger caseId(Log log) {
        return new BigInteger(1, log.topics().get(1).toArray());
    }
}
