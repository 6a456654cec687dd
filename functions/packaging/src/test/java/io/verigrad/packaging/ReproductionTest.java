package io.verigrad.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void build() throws IOException {
        for (String build : new String[] {"one", "two"}) {
            write(build, "a-fn/target/quarkus-app/app/a.jar", jar("A.class", "1", TIME));
            write(build, "a-fn/target/quarkus-app/run.jar", jar("Run.class", "1", TIME));
            write(build, "a-fn/target/lambda/function.zip", jar("lib/a.jar", "1", TIME));
            write(build, "a-fn/target/classes/A.class", new byte[] {1});
        }
    }

    @Test
    void findsBuildsWithTheSameBytesTheSame() throws IOException {
        write("two", "a-fn/target/classes/A.class", new byte[] {2});

        assertThat(same()).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).matches("same {7}0x[0-9a-f]{64}  a-fn/target/.*"));
    }

    @Test
    void namesTheClassInTheJarThatDiffers() throws IOException {
        write("two", "a-fn/target/quarkus-app/app/a.jar", jar("A.class", "2", TIME));

        assertThat(same()).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("DIFFERENT", "app/a.jar!A.class\n")
                .doesNotContain("run.jar");
    }

    @Test
    void seesTimesOfEntriesThoughTheirContentIsOne() throws IOException {
        write("two", "a-fn/target/lambda/function.zip", jar("lib/a.jar", "1", TIME.plusHours(1)));

        assertThat(same()).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("function.zip: order, times or compression of its entries");
    }

    @Test
    void seesFilesAndPackagesThatOneBuildLacks() throws IOException {
        write("two", "a-fn/target/quarkus-app/quarkus/generated.jar", jar("G.class", "1", TIME));
        Files.delete(folder.resolve("one/a-fn/target/lambda/function.zip"));

        assertThat(same()).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("quarkus/generated.jar: in the second build only")
                .contains("function.zip: in the second build only");
    }

    @Test
    void comparesNoBuildsWithoutPackages() {
        assertThatThrownBy(() -> Reproduction.compare(
                        Files.createDirectories(folder.resolve("three")),
                        folder.resolve("four"),
                        new PrintStream(printed, true, StandardCharsets.UTF_8)))
                .hasMessageContaining("found none");
    }

    private boolean same() throws IOException {
        return Reproduction.compare(
                folder.resolve("one"), folder.resolve("two"), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private void write(String build, String name, byte[] content) throws IOException {
        Path file = folder.resolve(build).resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static byte[] jar(String entry, String content, LocalDateTime time) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry written = new ZipEntry(entry);
            written.setTimeLocal(time);
            zip.putNextEntry(written);
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
