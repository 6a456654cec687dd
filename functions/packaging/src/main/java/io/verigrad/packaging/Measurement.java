package io.verigrad.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures a packaged runner: SHA-256 over the sorted paths and digests of its files. The digest is the runner's
 * {@code verigrad.runner.runtime-digest}, is part of every receipt, and is what an appraisal policy names.
 */
public final class Measurement {
    private Measurement() {}

    /**
     * Measures a folder and writes the digest, one line of hex, into a file; and beside it, in
     * {@code reference-values.yaml}, what an appraisal policy may have of it.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected a packaged runner and a file for its digest");
        }
        Path file = Path.of(arguments[1]);
        Files.createDirectories(file.getParent());
        String digest = of(Path.of(arguments[0]));
        Files.writeString(file, digest + "\n");
        Files.writeString(file.resolveSibling("reference-values.yaml"), """
                version: 1
                format: software-v1
                measurements:
                  - name: gpu-runner
                    registers:
                      pcr0: "%s"
                """.formatted(digest));
    }

    static String of(Path application) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(application)) {
            files = walk.filter(Files::isRegularFile)
                    .map(application::relativize)
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IOException("expected a packaged runner in " + application + ", found no file");
        }
        StringBuilder manifest = new StringBuilder();
        for (Path file : files) {
            manifest.append(file.toString().replace('\\', '/'))
                    .append('\0')
                    .append(HexFormat.of().formatHex(digest(application.resolve(file))))
                    .append('\n');
        }
        return "0x"
                + HexFormat.of().formatHex(sha256().digest(manifest.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** SHA-256 of one file. */
    static String ofFile(Path file) throws IOException {
        return "0x" + HexFormat.of().formatHex(digest(file));
    }

    private static byte[] digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
