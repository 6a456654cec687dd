package io.verigrad.runner.attest;

import io.verigrad.value.Bytes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;

/** Plays configfs-tsm in a plain folder. */
final class FakeConfigfs implements ConfigfsTsm.Kernel {
    String provider;
    /** Report data to report. */
    Function<Bytes, Bytes> report;

    Bytes certificates = Bytes.EMPTY;
    /** So many requests find that somebody else writes to their folder. */
    int disturbed;
    /** So many requests find the machine busy. */
    int busy;

    int requests;

    FakeConfigfs(String provider, Function<Bytes, Bytes> report) {
        this.provider = provider;
        this.report = report;
    }

    @Override
    public void made(Path request) throws IOException {
        requests++;
        Files.createFile(request.resolve("inblob"));
        Files.writeString(request.resolve("provider"), provider + "\n");
        Files.writeString(request.resolve("generation"), "0\n");
    }

    @Override
    public void written(Path request) throws IOException {
        if (busy-- > 0) {
            throw new FileSystemException(request + "/outblob", null, "Device or resource busy");
        }
        Bytes reportData = Bytes.of(Files.readAllBytes(request.resolve("inblob")));
        Files.write(request.resolve("outblob"), report.apply(reportData).toArray());
        if (certificates.size() > 0) {
            Files.write(request.resolve("auxblob"), certificates.toArray());
        }
        Files.writeString(request.resolve("generation"), disturbed-- > 0 ? "2\n" : "1\n");
    }

    @Override
    public void removing(Path request) throws IOException {
        try (Stream<Path> attributes = Files.list(request)) {
            for (Path attribute : attributes.toList()) {
                Files.delete(attribute);
            }
        }
    }
}
