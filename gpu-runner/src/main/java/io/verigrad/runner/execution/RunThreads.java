package io.verigrad.runner.execution;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The threads that are inside of the native library: never more than the machine has room for. */
final class RunThreads implements AutoCloseable {
    private final Semaphore free;
    private final ExecutorService threads;

    RunThreads(int count) {
        this.free = new Semaphore(count, true);
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("model-run-", 0).daemon().factory());
    }

    /** Waits for a free thread, which {@link #run} must then use or {@link #leave} give up. */
    void enter() throws InterruptedException {
        free.acquire();
    }

    void leave() {
        free.release();
    }

    /** Whether somebody waits for a thread. */
    boolean isContended() {
        return free.hasQueuedThreads();
    }

    void run(Runnable work) {
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                free.release();
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
