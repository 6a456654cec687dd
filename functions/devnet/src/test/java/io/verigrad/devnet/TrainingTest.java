package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    @TempDir
    Path work;

    @Test
    void getsAPackageToItsOwnWorkAndWritesACache() throws Exception {
        Path home = Path.of("../..").toAbsolutePath().normalize();
        Path application = copy(home.resolve("functions/payment-fn/target/quarkus-app"), work.resolve("app"));
        Path log = work.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("deploy/train").toString(), application.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("PORT", Integer.toString(Ports.free(1)[0]));

        int status = builder.start().waitFor();

        assertThat(status).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log))
                .contains("GET /supported 200", "POST /check 200", "POST /status 200")
                .doesNotContain(" 503");
        assertThat(application.resolve("app.aot")).isNotEmptyFile();
    }

    private static Path copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return target;
    }
}
