package io.verigrad.runner.hub;

import io.verigrad.runner.blob.BlobWriter;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** A file that is coming, or has come. One request at a time holds its lock and writes. */
final class Upload {
    private final UUID id = UUID.randomUUID();
    private final Address publisher;
    private final Hash32 digest;
    private final long size;
    private final Optional<BlobWriter> writer;
    private final FileHead head = new FileHead();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Instant touched;
    private volatile boolean complete;

    /**
     * @param writer empty for a file that is in the store already
     */
    Upload(Address publisher, Hash32 digest, long size, Optional<BlobWriter> writer, Instant now) {
        this.publisher = publisher;
        this.digest = digest;
        this.size = size;
        this.writer = writer;
        this.complete = writer.isEmpty();
        this.touched = now;
    }

    UUID id() {
        return id;
    }

    Address publisher() {
        return publisher;
    }

    Hash32 digest() {
        return digest;
    }

    long size() {
        return size;
    }

    /** How many bytes are here. */
    long offset() {
        return complete ? size : writer.map(BlobWriter::written).orElse(size);
    }

    boolean isComplete() {
        return complete;
    }

    ReentrantLock writing() {
        return writing;
    }

    Instant touched() {
        return touched;
    }

    /**
     * Appends bytes, of which the last one completes the file.
     *
     * @throws UploadRefusedException if it is not a file that is taken
     * @throws IOException if the file is longer than was said, or another one, or cannot be written
     */
    void write(ByteBuffer bytes, Instant now) throws UploadRefusedException, IOException {
        Optional<String> refused = head.refused(bytes);
        if (refused.isPresent()) {
            throw new UploadRefusedException(
                    415, "file_type_refused", "expected a file of a model, found " + refused.get());
        }
        BlobWriter file = writer.orElseThrow(() -> new IllegalStateException("the file is complete"));
        file.write(bytes);
        touched = now;
    }

    void finish() throws IOException {
        if (writer.isPresent()) {
            writer.get().finish();
        }
        complete = true;
    }

    /** Removes what came of a file that is not complete. */
    void discard() throws IOException {
        if (writer.isPresent() && !complete) {
            writer.get().close();
        }
    }
}
