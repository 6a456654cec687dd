package io.verigrad.runner.price;

import io.micrometer.core.instrument.Metrics;
import io.verigrad.price.PriceFeed;
import io.verigrad.price.PriceReception;
import io.verigrad.price.PriceState;
import io.verigrad.price.SignedPrice;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks all sources again and again, and says what became of what they gave. */
public final class PriceLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PriceLoop.class);

    private final String pair;
    private final List<PriceSource> sources;
    private final PriceFeed feed;
    private final Duration pause;
    private final Clock clock;
    private Optional<PriceState.Cause> fault = Optional.empty();
    private volatile long lastObservation = -1;
    private @Nullable Thread thread;

    PriceLoop(String pair, List<PriceSource> sources, PriceFeed feed, Duration pause, Clock clock) {
        this.pair = pair;
        this.sources = List.copyOf(sources);
        this.feed = feed;
        this.pause = pause;
        this.clock = clock;
    }

    /** Starts in the background. */
    public synchronized void start() {
        thread = Thread.ofVirtual().name("token-prices").start(this::run);
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Seconds since the last price that was believed was observed; not a number before the first. */
    double age() {
        return lastObservation < 0 ? Double.NaN : Math.max(0, clock.instant().getEpochSecond() - lastObservation);
    }

    private void run() {
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!Thread.currentThread().isInterrupted()) {
                // At once, so that one that does not answer does not make the others' prices old.
                each.invokeAll(sources.stream()
                        .<Callable<Boolean>>map(source -> () -> ask(source))
                        .toList());
                look();
                Thread.sleep(pause);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ask(PriceSource source) throws InterruptedException {
        try {
            boolean isGood = true;
            for (SignedPrice price : source.fetch()) {
                PriceReception reception = feed.offer(price);
                if (!reception.isGood()) {
                    refused(source, reception.name().toLowerCase(Locale.ROOT));
                    isGood = false;
                }
            }
            return isGood;
        } catch (PriceSourceException e) {
            LOG.debugf(e, "prices of %s", source.address());
            refused(source, "no_answer");
            return false;
        }
    }

    private void refused(PriceSource source, String reason) {
        LOG.debugf("price of %s refused: %s", source.address(), reason);
        Metrics.counter("verigrad.runner.price.refused", "pair", pair, "reason", reason)
                .increment();
    }

    private void look() {
        switch (feed.state()) {
            case PriceState.Believed believed -> {
                lastObservation = believed.observedAt();
                if (fault.isPresent()) {
                    LOG.infof("there is a price of %s again", pair);
                }
                fault = Optional.empty();
            }
            case PriceState.Unavailable unavailable -> {
                if (!fault.equals(Optional.of(unavailable.cause()))) {
                    LOG.warnf("no price of %s: %s (%s)", pair, unavailable.message(), unavailable.cause());
                }
                fault = Optional.of(unavailable.cause());
            }
        }
    }
}
