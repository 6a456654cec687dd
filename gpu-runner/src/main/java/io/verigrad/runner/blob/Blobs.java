package io.verigrad.runner.blob;

import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The store, and where it gets what it lacks. A file that many ask for is fetched once, and goes on coming when those who
 * asked have left: a large one takes longer than a call may.
 */
public final class Blobs {
    private final BlobStore store;
    private final Optional<BlobSource> source;
    private final Map<Hash32, CompletableFuture<Path>> coming = new ConcurrentHashMap<>();

    public Blobs(BlobStore store, Optional<HttpBlobSource> source) {
        this.store = store;
        this.source = source.map(http -> http);
    }

    /**
     * The file of that digest, which is fetched if need be.
     *
     * @throws BlobException if it is neither here nor to be had, or the caller was interrupted while it came
     */
    public Path get(Hash32 digest, long size) throws BlobException {
        Optional<Path> here = store.find(digest);
        if (here.isPresent()) {
            return here.get();
        }
        BlobSource from =
                source.orElseThrow(() -> new BlobException("file " + digest + " is not in the store of files"));
        try {
            return fetch(from, digest, size).get();
        } catch (ExecutionException e) {
            throw new BlobException("file " + digest + " cannot be fetched" + why(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlobException("file " + digest + " is still coming", e);
        }
    }

    /** What failed on the way may name addresses; only our own words go further. */
    private static String why(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BlobException || cause instanceof TimeoutException) {
                return cause instanceof BlobException ? ": " + cause.getMessage() : " in time";
            }
        }
        return "";
    }

    private CompletableFuture<Path> fetch(BlobSource from, Hash32 digest, long size) {
        CompletableFuture<Path> mine = new CompletableFuture<>();
        CompletableFuture<Path> others = coming.putIfAbsent(digest, mine);
        if (others != null) {
            return others;
        }
        try {
            Optional<Path> here = store.find(digest);
            if (here.isPresent()) {
                end(digest, mine, here.get(), null);
                return mine;
            }
            BlobWriter writer = store.write(digest, size);
            var _ = from.fetch(digest, size, writer)
                    .whenComplete((nothing, failure) -> keep(digest, mine, writer, failure));
        } catch (IOException | RuntimeException e) {
            end(digest, mine, null, e);
        }
        return mine;
    }

    private void keep(Hash32 digest, CompletableFuture<Path> asked, BlobWriter writer, @Nullable Throwable failure) {
        Path file = null;
        Throwable problem = failure;
        try (writer) {
            if (problem == null) {
                file = writer.finish();
            }
        } catch (IOException | RuntimeException e) {
            problem = e;
        }
        end(digest, asked, file, problem);
    }

    /** First forgets the fetch, so that who hears of its failure can try again. */
    private void end(Hash32 digest, CompletableFuture<Path> asked, @Nullable Path file, @Nullable Throwable failure) {
        coming.remove(digest, asked);
        if (failure == null && file != null) {
            asked.complete(file);
        } else {
            asked.completeExceptionally(failure == null ? new BlobException("nothing came") : failure);
        }
    }
}
