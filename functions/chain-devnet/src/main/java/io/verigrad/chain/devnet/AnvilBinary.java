package io.verigrad.chain.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Finds the anvil that {@code npm ci} installs for the contracts' tests. */
public final class AnvilBinary {
    private static final String VARIABLE = "VERIGRAD_ANVIL";

    private AnvilBinary() {}

    /**
     * The file named by the environment variable {@code VERIGRAD_ANVIL}, or the one in {@code contracts/node_modules} of
     * the checkout that holds the working directory.
     *
     * @throws IOException if there is none; the message says how to get it
     */
    public static Path find() throws IOException {
        String named = System.getenv(VARIABLE);
        if (named != null) {
            return executable(Path.of(named));
        }
        return find(Path.of("").toAbsolutePath());
    }

    /** The binary of the checkout that holds {@code directory}. */
    public static Path find(Path directory) throws IOException {
        Path inside = Path.of("contracts", "node_modules", "@foundry-rs", "anvil-" + platform(), "bin", "anvil");
        for (Path at = directory.toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isExecutable(at.resolve(inside))) {
                return at.resolve(inside);
            }
        }
        throw new IOException("expected " + inside + " in " + directory + " or above it, found none; run npm ci in"
                + " contracts/, or set " + VARIABLE + " to an anvil 1.7 or newer");
    }

    private static Path executable(Path binary) throws IOException {
        if (!Files.isExecutable(binary)) {
            throw new IOException("expected an executable anvil at " + binary + ", which " + VARIABLE + " names");
        }
        return binary;
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("mac") ? "darwin" : "linux") + "-" + (machine.equals("aarch64") ? "arm64" : "amd64");
    }
}
