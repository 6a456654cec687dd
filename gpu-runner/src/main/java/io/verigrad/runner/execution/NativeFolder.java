package io.verigrad.runner.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the tokenizers' native code is unpacked: a folder of this process alone, which goes with it. The library's own
 * choice is below the home folder, and what lies there already it would load without a look.
 */
final class NativeFolder {
    private static final String PROPERTY = "ENGINE_CACHE_DIR";

    private NativeFolder() {}

    /** Takes effect for what is loaded from now on. */
    static void use() {
        try {
            Path folder = Files.createTempDirectory("verigrad-tokenizers");
            System.setProperty(PROPERTY, folder.toString());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete-native-folder"));
        } catch (IOException e) {
            throw new UncheckedIOException("expected a folder for temporary files that can be written to", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.getLogger(NativeFolder.class.getName())
                    .log(System.Logger.Level.DEBUG, "could not delete " + folder, e);
        }
    }
}
