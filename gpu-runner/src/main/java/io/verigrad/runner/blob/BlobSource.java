package io.verigrad.runner.blob;

import io.verigrad.value.Hash32;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where missing files come from. */
@FunctionalInterface
interface BlobSource {
    /**
     * Writes the file of that digest. The answer ends with {@link BlobException}, or another one of reading and writing, if
     * it cannot be had; the writer is the caller's to finish and to close.
     */
    CompletableFuture<@Nullable Void> fetch(Hash32 digest, long size, BlobWriter writer);
}
