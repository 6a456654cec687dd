package io.verigrad.client.inference;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Calls models without waiting for them. What is given up by its caller still ends, and may still cost something: its payment
 * may be on its way. Safe for many threads.
 */
public final class AsyncInference implements AutoCloseable {
    private final Inference blocking;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public AsyncInference(Inference blocking) {
        this.blocking = blocking;
    }

    public CompletableFuture<Reply<ChatAnswer>> chat(ChatRequest request) {
        return CompletableFuture.supplyAsync(() -> blocking.chat(request), threads);
    }

    public CompletableFuture<Reply<Embeddings>> embed(EmbeddingRequest request) {
        return CompletableFuture.supplyAsync(() -> blocking.embed(request), threads);
    }

    /** Waits for the calls that are under way. */
    @Override
    public void close() {
        threads.close();
    }
}
