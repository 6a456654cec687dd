package io.verigrad.devnet;

import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The measurement of the packaged runner that its build has written. */
final class RunnerImage {
    private RunnerImage() {}

    /** @param module the runner's folder in the checkout */
    static Hash32 digest(Path module) throws IOException {
        Path file = module.resolve("target/measurement/runtime-digest");
        if (!Files.exists(file)) {
            throw new IOException("expected the runner's measurement at " + file + "; run ./verigrad build");
        }
        return Hash32.parse(Files.readString(file).strip());
    }
}
