package io.verigrad.runner.hub;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Who stored how much: one note per file that a publisher brought, whose content is the size. It outlives the process. */
final class Holdings {
    private final Path root;

    Holdings(Path root) {
        this.root = root;
    }

    void add(Address publisher, Hash32 digest, long size) throws IOException {
        Path folder = Files.createDirectories(folder(publisher));
        Files.writeString(folder.resolve(digest.toString()), Long.toString(size));
    }

    /** The bytes of all files that a publisher brought. */
    long bytes(Address publisher) throws IOException {
        long sum = 0;
        try (Stream<Path> notes = Files.list(folder(publisher))) {
            for (Path note : notes.toList()) {
                sum += Long.parseLong(Files.readString(note).strip());
            }
        } catch (NoSuchFileException e) {
            return 0;
        }
        return sum;
    }

    private Path folder(Address publisher) {
        return root.resolve(publisher.toString().toLowerCase(Locale.ROOT));
    }
}
