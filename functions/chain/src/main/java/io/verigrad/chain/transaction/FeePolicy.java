package io.verigrad.chain.transaction;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * The most that we pay per gas, in wei. Where the chain asks for more, a transaction waits instead of costing more than
 * it moves.
 */
public record FeePolicy(BigInteger maxFeePerGas, BigInteger maxPriorityFeePerGas) {
    private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);

    /** 50 gwei, and 2 gwei to the proposer. */
    public static final FeePolicy DEFAULT = new FeePolicy(GWEI.multiply(BigInteger.valueOf(50)), GWEI.shiftLeft(1));

    public FeePolicy {
        if (maxPriorityFeePerGas.signum() < 0 || maxFeePerGas.compareTo(maxPriorityFeePerGas) < 0) {
            throw new IllegalArgumentException("expected 0 <= priority cap <= fee cap");
        }
    }

    /** Twice the base fee, so that six full blocks in a row do not stop the transaction, and the priority fee. */
    Fees fees(BigInteger baseFee, BigInteger priorityFee) {
        BigInteger priority = priorityFee.min(maxPriorityFeePerGas);
        BigInteger fee = baseFee.shiftLeft(1).add(priority).min(maxFeePerGas);
        return new Fees(fee, priority);
    }

    /**
     * What to offer for a transaction that nobody mines so that nodes take it in place of all that were offered for it, or
     * empty if that is more than we pay.
     *
     * @param offered for this one and those that it replaced
     * @param market what the next blocks ask
     */
    public Optional<Fees> replacing(List<Fees> offered, Fees market) {
        Fees dearer = offered.stream().map(Fees::bumped).reduce(market, Fees::atLeast);
        return dearer.maxFeePerGas().compareTo(maxFeePerGas) <= 0 ? Optional.of(dearer) : Optional.empty();
    }
}
