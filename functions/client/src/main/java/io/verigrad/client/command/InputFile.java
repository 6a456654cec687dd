package io.verigrad.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that must not be large. */
final class InputFile {
    private InputFile() {}

    static byte[] read(Path file, int maxSize) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxSize + 1);
            if (content.length > maxSize) {
                throw new IOException("expected at most " + maxSize + " bytes in " + file);
            }
            return content;
        }
    }
}
