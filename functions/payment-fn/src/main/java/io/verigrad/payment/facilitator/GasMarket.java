package io.verigrad.payment.facilitator;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.chain.transaction.FeePolicy;
import io.verigrad.chain.transaction.Fees;
import io.verigrad.chain.transaction.GasEstimate;
import io.verigrad.value.Address;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** What a transaction needs and costs, asked once for the many that are sent in a moment. */
@ApplicationScoped
class GasMarket {
    private static final Logger LOG = Logger.getLogger(GasMarket.class);
    private static final Duration FEES_AGE = Duration.ofSeconds(1);
    private static final Duration ESTIMATE_AGE = Duration.ofMinutes(1);
    private static final Duration FUNDS_AGE = Duration.ofSeconds(10);
    /** What a dear transfer burns: one that makes the payer's wallet first. */
    private static final BigInteger DEAR_TRANSFER = BigInteger.valueOf(1_000_000);
    /** A payee that had nothing of the token before costs this much more, and some. */
    private static final long NEW_PAYEE = 30_000;

    private final VerifiedChain chain;
    private final Clock clock;
    private final Map<Address, Estimate> estimates = new ConcurrentHashMap<>();
    private final Map<Address, MinNonce> nonces = new ConcurrentHashMap<>();
    private final Map<Address, Funds> funds = new ConcurrentHashMap<>();
    private volatile Optional<Quote> quote = Optional.empty();

    private record Estimate(long gas, Instant goodUntil) {}

    private record MinNonce(long nonce, Instant goodUntil) {}

    private record Funds(BigInteger wei, Instant goodUntil) {}

    private record Quote(Fees fees, Instant goodUntil) {}

    GasMarket(VerifiedChain chain, Clock clock) {
        this.chain = chain;
        this.clock = clock;
    }

    /** The gas for a call that was tried out just now, if others like it tell. */
    GasEstimate gas(Address from, Call call) throws ChainUnavailableException {
        Estimate known = estimates.get(call.target());
        if (call.isAlike() && known != null && clock.instant().isBefore(known.goodUntil())) {
            return new GasEstimate.Estimated(known.gas());
        }
        GasEstimate asked = chain.get().transactions().estimateGas(from, call.target(), call.data());
        if (call.isAlike() && asked instanceof GasEstimate.Estimated(long gas)) {
            estimates.put(
                    call.target(), new Estimate(gas + NEW_PAYEE, clock.instant().plus(ESTIMATE_AGE)));
        }
        return asked;
    }

    /** Fees for the next blocks. */
    Fees fees() throws ChainUnavailableException {
        Optional<Quote> recent = quote.filter(known -> clock.instant().isBefore(known.goodUntil()));
        if (recent.isPresent()) {
            return recent.get().fees();
        }
        Fees fees = chain.get().transactions().fees(FeePolicy.DEFAULT);
        quote = Optional.of(new Quote(fees, clock.instant().plus(FEES_AGE)));
        return fees;
    }

    /** A nonce that the account's next one is not below; the ledger knows the nonces that it gave out itself. */
    long minNonce(Address account) throws ChainUnavailableException {
        MinNonce recent = nonces.get(account);
        if (recent != null && clock.instant().isBefore(recent.goodUntil())) {
            return recent.nonce();
        }
        long nonce = chain.get().transactions().pendingNonce(account);
        nonces.put(account, new MinNonce(nonce, clock.instant().plus(FEES_AGE)));
        return nonce;
    }

    /** Whether an account has ether for a transfer, as far as is known. */
    boolean canPay(Address account) throws ChainUnavailableException {
        BigInteger price = DEAR_TRANSFER.multiply(fees().maxFeePerGas());
        Funds recent = funds.get(account);
        if (recent != null && clock.instant().isBefore(recent.goodUntil())) {
            return recent.wei().compareTo(price) >= 0;
        }
        BigInteger wei = chain.get().transactions().funds(account);
        funds.put(account, new Funds(wei, clock.instant().plus(FUNDS_AGE)));
        boolean enough = wei.compareTo(price) >= 0;
        if (!enough) {
            LOG.warnf("Account %s has %s wei, a transfer may burn %s", account, wei, price);
        }
        return enough;
    }
}
