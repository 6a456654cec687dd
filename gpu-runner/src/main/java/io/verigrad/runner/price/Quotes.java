package io.verigrad.runner.price;

import io.verigrad.price.PriceState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The quotes that were given and are still good, whatever became of the price since. Safe to use by several threads.
 */
public final class Quotes {
    private final Supplier<PriceState> prices;
    private final Duration lifetime;
    private final Clock clock;
    /** The newest first. A price that is told again is good for longer: one quote per price, so they are few. */
    private final List<Quote> given = new ArrayList<>();

    /**
     * @param lifetime how long a quote is good for after it was given
     */
    public Quotes(Supplier<PriceState> prices, Duration lifetime, Clock clock) {
        this.prices = prices;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** A quote at the price of now; empty while there is none, see {@link #fault}. */
    public Optional<Quote> give() {
        if (!(prices.get() instanceof PriceState.Believed believed)) {
            return Optional.empty();
        }
        Quote quote = new Quote(believed.price(), clock.instant().plus(lifetime));
        synchronized (given) {
            given.removeIf(old -> old.price().equals(quote.price()));
            given.addFirst(quote);
        }
        return Optional.of(quote);
    }

    /** All quotes that are good now, the newest first. */
    public List<Quote> given() {
        Instant now = clock.instant();
        synchronized (given) {
            given.removeIf(quote -> !now.isBefore(quote.until()));
            return List.copyOf(given);
        }
    }

    /** Why nothing can be quoted now, if so. */
    public Optional<PriceState.Unavailable> fault() {
        return prices.get() instanceof PriceState.Unavailable fault ? Optional.of(fault) : Optional.empty();
    }
}
