package io.verigrad.payment.facilitator;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells all who wait for a block when one comes. One of them asks the node for all. */
@ApplicationScoped
class BlockTicker {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final VerifiedChain chain;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long number = -1;
    private long nextPoll = System.nanoTime();
    private boolean polling;

    BlockTicker(VerifiedChain chain) {
        this.chain = chain;
    }

    /** The last block that was seen; -1 before any was. */
    long seen() {
        lock.lock();
        try {
            return number;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when there is a block after {@code last}, or when the time is over. */
    void awaitAfter(long last, long nanos) throws ChainUnavailableException, InterruptedException {
        long end = System.nanoTime() + nanos;
        lock.lock();
        try {
            while (number <= last && System.nanoTime() < end) {
                long now = System.nanoTime();
                if (!polling && now >= nextPoll) {
                    poll();
                } else {
                    changed.awaitNanos(Math.min(end - now, Math.max(nextPoll - now, POLL_NANOS / 10)));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks without the lock: the others must be able to give up meanwhile. */
    private void poll() throws ChainUnavailableException {
        polling = true;
        long latest = number;
        lock.unlock();
        try {
            latest = chain.get().latestBlock().number();
        } finally {
            lock.lock();
            polling = false;
            nextPoll = System.nanoTime() + POLL_NANOS;
            // After a reorganisation there may be less blocks than before.
            if (latest != number) {
                number = latest;
                changed.signalAll();
            }
        }
    }
}
