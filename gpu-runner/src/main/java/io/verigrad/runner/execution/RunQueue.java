package io.verigrad.runner.execution;

import io.verigrad.runner.execution.RunException.Cause;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Bounds the calls that are in hand. A place is taken before anything is paid, so that an overloaded runner
 * refuses at no cost.
 */
public final class RunQueue implements AutoCloseable {
    private final ExecutorService threads;
    private final Semaphore places;
    private final Duration timeout;
    private final int size;

    /**
     * @param concurrency how many calls are run at once
     * @param waiting how many more may wait
     * @param timeout the most time that one run takes, from its start in the queue
     */
    public RunQueue(int concurrency, int waiting, Duration timeout) {
        // The engine bounds what is inside of the native library; here are only those who wait for it.
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("call-", 0).factory());
        this.size = concurrency + waiting;
        this.places = new Semaphore(size);
        this.timeout = timeout;
    }

    /** A place in the queue, or empty if it is full. */
    public Optional<Place> enter() {
        return places.tryAcquire() ? Optional.of(new Place()) : Optional.empty();
    }

    /** The calls in hand. */
    public int taken() {
        return size - places.availablePermits();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** A place in the queue, to be closed when it is no longer needed. */
    public final class Place implements AutoCloseable {
        private Place() {}

        /**
         * Runs {@code work} and waits for it.
         *
         * @param whenUnwanted is given what ends the run, for the moment when nobody waits for it any more
         */
        public <T> T run(Callable<T> work, Consumer<Runnable> whenUnwanted) throws RunException {
            Future<T> running = threads.submit(work);
            whenUnwanted.accept(() -> running.cancel(true));
            try {
                return running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RunException failed) {
                    throw failed;
                }
                throw new RunException(Cause.MODEL, "the run failed", e.getCause());
            } catch (CancellationException e) {
                throw new RunException(Cause.CANCELLED, "nobody waits for the answer any more");
            } catch (TimeoutException e) {
                running.cancel(true);
                throw new RunException(Cause.TIMEOUT, "the run took longer than " + timeout);
            } catch (InterruptedException e) {
                running.cancel(true);
                Thread.currentThread().interrupt();
                throw new RunException(Cause.MODEL, "the runner is stopping");
            }
        }

        @Override
        public void close() {
            places.release();
        }
    }
}
