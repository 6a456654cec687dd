package io.verigrad.chain.rpc;

import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;
import okhttp3.HttpUrl;

/**
 * One node among several, behind a circuit breaker: after a failure it is left alone for a while that doubles with every
 * further one, and then tried by one caller before all others come back. Safe for many threads.
 */
final class Endpoint {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final HttpUrl url;
    private final LongSupplier nanoTime;

    private Duration pause = Duration.ZERO;
    private long pausedAt;
    private boolean onOurChain;

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    Endpoint(URI url, LongSupplier nanoTime) {
        this.url = HttpUrl.get(url.toString());
        this.nanoTime = nanoTime;
    }

    HttpUrl url() {
        return url;
    }

    /** Whether to ask it. After a pause this answers yes once, until it is known how that one question went. */
    synchronized boolean isOpenForUse() {
        if (pause.isZero()) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (now - pausedAt < pause.toNanos()) {
            return false;
        }
        pausedAt = now;
        return true;
    }

    /** Whether it has said, since it last failed, that it is on our chain. */
    synchronized boolean isOnOurChain() {
        return onOurChain;
    }

    synchronized void foundOnOurChain() {
        onOurChain = true;
    }

    synchronized void answered() {
        pause = Duration.ZERO;
    }

    /** What comes back may be another node than the one that went, so its chain is asked again. */
    synchronized void failed() {
        Duration next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
        pausedAt = nanoTime.getAsLong();
        onOurChain = false;
    }
}
