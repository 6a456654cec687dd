package io.verigrad.collateral;

import io.verigrad.crypto.Sha256;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps answers in a folder: {@code index/<digest of the key>.json} names the newest content of each key,
 * {@code objects/<digest>} holds every content there ever was. A file is written beside its place and moved there, so a
 * reader sees all of it or none; what does not have its digest counts as missing.
 */
public final class FileStore implements CollateralStore {
    private static final int MAX_INDEX = 4096;

    private final Path objects;
    private final Path index;

    /** @throws IOException if the folders cannot be made */
    public FileStore(Path folder) throws IOException {
        this.objects = Files.createDirectories(folder.resolve("objects"));
        this.index = Files.createDirectories(folder.resolve("index"));
    }

    private record Entry(String key, Hash32 content, Hash32 chain, String fetchedAt, String refreshAt) {}

    @Override
    public Optional<Stored> find(String key) throws IOException {
        Path file = indexOf(key);
        Entry entry;
        try {
            if (Files.size(file) > MAX_INDEX) {
                return Optional.empty();
            }
            entry = Json.read(Files.readAllBytes(file), Entry.class);
        } catch (NoSuchFileException | MalformedJsonException none) {
            return Optional.empty();
        }
        Optional<Bytes> content = object(entry.content());
        Optional<Bytes> chain = object(entry.chain());
        return entry.key().equals(key) && content.isPresent() && chain.isPresent()
                ? Optional.of(new Stored(
                        content.get(), chain.get(), Instant.parse(entry.fetchedAt()), Instant.parse(entry.refreshAt())))
                : Optional.empty();
    }

    @Override
    public void keep(String key, Stored answer) throws IOException {
        Entry entry = new Entry(
                key,
                keep(answer.content()),
                keep(answer.chain()),
                answer.fetchedAt().toString(),
                answer.refreshAt().toString());
        write(indexOf(key), Json.write(entry));
    }

    /** A content of the archive; empty if there is none of this digest. */
    public Optional<Bytes> object(Hash32 digest) throws IOException {
        try {
            byte[] content = Files.readAllBytes(objects.resolve(name(digest)));
            return Sha256.hash(content).equals(digest) ? Optional.of(Bytes.of(content)) : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private Hash32 keep(Bytes content) throws IOException {
        Hash32 digest = Sha256.hash(content.toArray());
        if (object(digest).isEmpty()) {
            write(objects.resolve(name(digest)), content.toArray());
        }
        return digest;
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".new", "");
        try {
            Files.write(beside, content);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private Path indexOf(String key) {
        return index.resolve(name(Sha256.hash(key.getBytes(StandardCharsets.UTF_8))) + ".json");
    }

    private static String name(Hash32 digest) {
        return digest.toString().substring(2);
    }
}
