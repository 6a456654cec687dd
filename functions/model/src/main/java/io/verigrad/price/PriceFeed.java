package io.verigrad.price;

import io.verigrad.price.PriceState.Believed;
import io.verigrad.price.PriceState.Cause;
import io.verigrad.price.PriceState.Unavailable;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest statement of each signer, and the price that they agree on. A wrong price is worse than none: whatever is
 * doubtful is no price. Safe to use by several threads.
 */
public final class PriceFeed {
    private final PriceRules rules;
    private final Clock clock;
    private final Map<Address, PriceStatement> newest = new HashMap<>();
    private Optional<BigInteger> believed = Optional.empty();
    private Optional<Jump> jump = Optional.empty();

    /** A price that is too far from the believed one, and since when it is there. */
    private record Jump(BigInteger price, Instant since) {}

    public PriceFeed(PriceRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Takes a statement from anywhere: who brings it is not asked, who signed it is. */
    public synchronized PriceReception offer(SignedPrice price) {
        PriceStatement statement = price.statement();
        Optional<Address> signer = price.signer(rules.domain()).filter(rules.signers()::contains);
        if (signer.isEmpty()) {
            return PriceReception.WRONG_SIGNER;
        }
        if (!statement.pair().equals(rules.pair())) {
            return PriceReception.WRONG_PAIR;
        }
        Instant now = clock.instant();
        if (observedAt(statement).isAfter(now.plus(rules.maxSkew()))) {
            return PriceReception.FROM_THE_FUTURE;
        }
        if (!isFresh(statement, now)) {
            return PriceReception.STALE;
        }
        PriceStatement last = newest.get(signer.get());
        if (statement.equals(last)) {
            return PriceReception.KNOWN;
        }
        if (last != null && statement.observedAt() <= last.observedAt()) {
            return PriceReception.REPLAYED;
        }
        newest.put(signer.get(), statement);
        return PriceReception.TAKEN;
    }

    /** The price now. */
    public synchronized PriceState state() {
        Instant now = clock.instant();
        List<PriceStatement> fresh = newest.values().stream()
                .filter(statement -> isFresh(statement, now))
                .sorted(Comparator.comparing(PriceStatement::price))
                .toList();
        if (fresh.size() < rules.quorum()) {
            return new Unavailable(
                    Cause.STALE,
                    "expected prices of " + rules.quorum() + " signers that are at most "
                            + rules.maxAge().toSeconds() + " s old, found " + fresh.size());
        }
        // Of an even number the lower of the two in the middle: a price that somebody stated.
        BigInteger median = value(fresh.get((fresh.size() - 1) / 2));
        List<PriceStatement> agreeing = fresh.stream()
                .filter(statement -> isWithin(value(statement), median, rules.maxSpread()))
                .toList();
        if (agreeing.size() < rules.quorum()) {
            return new Unavailable(
                    Cause.DISAGREEMENT,
                    "expected " + rules.quorum() + " prices within " + rules.maxSpread()
                            + " hundredths of a percent of their median, found " + agreeing.size());
        }
        if (isJump(median, now)) {
            return new Unavailable(
                    Cause.JUMP,
                    "the price moved by more than " + rules.maxJump()
                            + " hundredths of a percent; it is believed when it has lasted for "
                            + rules.jumpHold().toSeconds() + " s");
        }
        believed = Optional.of(median);
        jump = Optional.empty();
        return new Believed(
                new TokenAmount(median),
                agreeing.stream().mapToLong(PriceStatement::observedAt).min().orElseThrow());
    }

    /** Whether {@code price} is too far from the one before and has not lasted for long enough. */
    private boolean isJump(BigInteger price, Instant now) {
        if (believed.isEmpty() || isWithin(price, believed.get(), rules.maxJump())) {
            return false;
        }
        if (jump.isEmpty() || !isWithin(price, jump.get().price(), rules.maxJump())) {
            jump = Optional.of(new Jump(price, now));
        }
        return Duration.between(jump.get().since(), now).compareTo(rules.jumpHold()) < 0;
    }

    private boolean isFresh(PriceStatement statement, Instant now) {
        return now.getEpochSecond() < statement.validUntil()
                && Duration.between(observedAt(statement), now).compareTo(rules.maxAge()) <= 0;
    }

    private static Instant observedAt(PriceStatement statement) {
        return Instant.ofEpochSecond(statement.observedAt());
    }

    private static BigInteger value(PriceStatement statement) {
        return statement.price().value();
    }

    private static boolean isWithin(BigInteger price, BigInteger of, int hundredthsOfPercent) {
        return price.subtract(of)
                        .abs()
                        .multiply(BigInteger.valueOf(PriceRules.ONE))
                        .compareTo(of.multiply(BigInteger.valueOf(hundredthsOfPercent)))
                <= 0;
    }
}
