package io.verigrad.runner.blob;

import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A folder of files by SHA-256: {@code sha256/<two digits>/<64 digits>}. A file appears there whole and checked, or not at
 * all, and is never written again. Several processes may share the folder.
 */
public final class BlobStore {
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private final Path files;
    private final Path incoming;

    private BlobStore(Path files, Path incoming) {
        this.files = files;
        this.incoming = incoming;
    }

    /**
     * Opens the store, which is made if need be, and removes what broken writes left there more than a day before.
     *
     * @throws IOException if the folder cannot be written
     */
    public static BlobStore open(Path root, Instant now) throws IOException {
        Path files = Files.createDirectories(root.resolve("sha256"));
        Path incoming = Files.createDirectories(root.resolve("incoming"));
        try (DirectoryStream<Path> broken = Files.newDirectoryStream(incoming)) {
            for (Path file : broken) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(now.minus(LEFT_BEHIND))) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return new BlobStore(files, incoming);
    }

    /** The file of that digest, if it is here. It was checked when it came; who reads it checks it once more. */
    public Optional<Path> find(Hash32 digest) {
        return Optional.of(place(digest)).filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Begins to write the file of that digest and size. Nobody sees it before {@link BlobWriter#finish}.
     *
     * @throws IOException if the store cannot be written
     */
    public BlobWriter write(Hash32 digest, long size) throws IOException {
        return BlobWriter.open(Files.createTempFile(incoming, "", ".part"), place(digest), digest, size);
    }

    private Path place(Hash32 digest) {
        String digits = digits(digest);
        return files.resolve(digits.substring(0, 2)).resolve(digits);
    }

    /** A digest as file names and addresses have it: 64 digits without a prefix. */
    static String digits(Hash32 digest) {
        return digest.toString().substring(2);
    }
}
