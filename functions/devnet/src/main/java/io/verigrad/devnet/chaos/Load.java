package io.verigrad.devnet.chaos;

import io.verigrad.devnet.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** So many consumers that each call again as soon as they are answered. */
final class Load implements AutoCloseable {
    private static final int PAUSE_MILLIS = 250;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Future<?>> consumers = new ArrayList<>();
    private final Caller caller;

    Load(ServiceProcess runner, Payers payers, int atOnce, long seed) {
        caller = new Caller(runner.url());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < atOnce; i++) {
            SplittableRandom own = random.split();
            consumers.add(threads.submit(() -> consume(payers, own)));
        }
    }

    /** How many calls were answered with a receipt so far. */
    int answered() {
        return answered.get();
    }

    /** Lets the calls that are on their way come back, and tells what became of all. */
    List<Attempt> finish() throws InterruptedException {
        over.set(true);
        for (Future<?> consumer : consumers) {
            try {
                consumer.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a consumer failed", e.getCause());
            }
        }
        return List.copyOf(attempts);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        caller.close();
    }

    private void consume(Payers payers, SplittableRandom random) {
        try {
            while (!over.get()) {
                Optional<Attempt> attempt = caller.call(payers.any(random));
                attempt.ifPresent(attempts::add);
                if (attempt.isPresent() && attempt.get() instanceof Attempt.Answered) {
                    answered.incrementAndGet();
                } else {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
