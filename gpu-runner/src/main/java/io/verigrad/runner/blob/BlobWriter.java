package io.verigrad.runner.blob;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A file on its way into the store, hashed while it comes. Closed before it is finished, it leaves nothing. */
public final class BlobWriter implements AutoCloseable {
    private final Path part;
    private final Path place;
    private final FileChannel channel;
    private final Hash32 expected;
    private final long size;
    private final MessageDigest digest = Sha256.digest();
    private long written;

    private BlobWriter(Path part, Path place, FileChannel channel, Hash32 expected, long size) {
        this.part = part;
        this.place = place;
        this.channel = channel;
        this.expected = expected;
        this.size = size;
    }

    static BlobWriter open(Path part, Path place, Hash32 expected, long size) throws IOException {
        return new BlobWriter(part, place, FileChannel.open(part, StandardOpenOption.WRITE), expected, size);
    }

    /** The bytes that came so far. */
    public synchronized long written() {
        return written;
    }

    /**
     * Appends bytes.
     *
     * @throws BlobException if the file becomes larger than was said
     * @throws IOException if it cannot be written, or was closed
     */
    public synchronized void write(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > size - written) {
            throw new BlobException("expected " + size + " bytes, found more");
        }
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            written += channel.write(bytes);
        }
    }

    /**
     * Puts the file into the store, on disk and for good.
     *
     * @throws BlobException if it is shorter than was said, or has another digest
     * @throws IOException if it cannot be written
     */
    public synchronized Path finish() throws IOException {
        if (written != size) {
            throw new BlobException("expected " + size + " bytes, found " + written);
        }
        Hash32 found = Hash32.of(digest.digest());
        if (!found.equals(expected)) {
            throw new BlobException("expected a file with SHA-256 " + expected + ", found " + found);
        }
        channel.force(true);
        channel.close();
        Path folder = Files.createDirectories(place.getParent());
        // What is there has the same bytes: a second one is not needed.
        if (!Files.exists(place)) {
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
        close();
        return place;
    }

    /** Removes what was not finished. */
    @Override
    public synchronized void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
