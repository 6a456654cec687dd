package io.verigrad.devnet;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Measures the packaged runner: SHA-256 over the sorted paths and digests of its files. */
final class RunnerImage {
    private RunnerImage() {}

    static Hash32 digest(Path application) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(application)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        StringBuilder manifest = new StringBuilder();
        for (Path file : files) {
            manifest.append(application.relativize(file))
                    .append('\0')
                    .append(digestOf(file))
                    .append('\n');
        }
        return Sha256.hash(manifest.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String digestOf(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
