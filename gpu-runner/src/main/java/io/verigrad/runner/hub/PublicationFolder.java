package io.verigrad.runner.hub;

import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What was published, one file each, so that a restart serves it again. */
final class PublicationFolder {
    private final Path root;

    PublicationFolder(Path root) throws IOException {
        this.root = Files.createDirectories(root);
    }

    /** Everything that was published, oldest first. */
    List<PublishedModel> all() throws IOException {
        List<PublishedModel> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                all.add(read(file));
            }
        }
        all.sort(Comparator.comparingLong(
                        (PublishedModel model) -> model.publication().issuedAt())
                .thenComparing(model -> model.publication().modelDigest().toString()));
        return all;
    }

    /** Keeps it on disk, whole or not at all, instead of what was there of that digest. */
    void put(PublishedModel model) throws IOException {
        Path part = Files.createTempFile(root, "", ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            ByteBuffer json = ByteBuffer.wrap(Json.write(model));
            while (json.hasRemaining()) {
                channel.write(json);
            }
            channel.force(true);
        }
        Files.move(part, root.resolve(model.publication().modelDigest() + ".json"), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(root, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static PublishedModel read(Path file) throws IOException {
        try {
            return PublishedModel.read(Files.readAllBytes(file));
        } catch (MalformedJsonException e) {
            throw new IOException(file + ": " + e.getMessage() + "; remove it, and its publisher publishes again", e);
        }
    }
}
