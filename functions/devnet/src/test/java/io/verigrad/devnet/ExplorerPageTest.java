package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The explorer as its readers see it: the machine's own Chromium watches, verifies and is lied to. */
@ExtendWith(SharedDevnet.class)
class ExplorerPageTest {
    private static final Path SUITE =
            Path.of("../explorer-fn/browser").toAbsolutePath().normalize();
    private static final Path PAYING_CLIENT =
            Path.of("../x402-clients").toAbsolutePath().normalize();
    private static final Path SHOTS =
            Path.of("target/screenshots").toAbsolutePath().normalize();
    private static final Path REPORT =
            Path.of("target/browser-suite.txt").toAbsolutePath().normalize();

    @Test
    void aReaderWatchesVerifiesAndIsNotDeceived(Devnet devnet, @TempDir Path directory) throws Exception {
        for (Path folder : List.of(PAYING_CLIENT, SUITE)) {
            if (!Files.exists(folder.resolve("node_modules/.package-lock.json"))) {
                assertThat(run(folder, Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"))
                        .as("npm ci in " + folder)
                        .isZero();
            }
        }
        Path key = Directories.writeSecret(
                directory.resolve("key"), Accounts.OTHER_PAYER.secret().toString());

        int status = run(
                SUITE,
                Map.of(
                        "EXPLORER", devnet.explorer().url().toString(),
                        "RUNNER", devnet.runner().url().toString(),
                        "PAYER_KEY", key.toString(),
                        "SHOTS", SHOTS.toString()),
                "node",
                "suite.mjs");

        assertThat(status).as(Files.readString(REPORT)).isZero();
    }

    private static int run(Path folder, Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(REPORT.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end");
        }
        return process.exitValue();
    }
}
