package io.verigrad.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementTest {
    /** {@code printf 'a\0%s\nlib/b\0%s\n' $(printf 1 | sha256sum | cut -c-64) $(printf 2 | sha256sum | cut -c-64) | sha256sum} */
    private static final String OF_TWO_FILES = "0x2dbc89b476832c23449c27b0e10760e54a1ee314469cbe20aa579a6825c39bb4";

    @TempDir
    private Path folder;

    private Path application;

    @BeforeEach
    void pack() throws IOException {
        application = Files.createDirectories(folder.resolve("app"));
        Files.createDirectories(application.resolve("lib"));
        Files.writeString(application.resolve("lib/b"), "2");
        Files.writeString(application.resolve("a"), "1");
    }

    @Test
    void isWhatAShellComputes() throws IOException {
        assertThat(Measurement.of(application)).isEqualTo(OF_TWO_FILES);
    }

    @Test
    void changesWithContentAndWithNames() throws IOException {
        Files.writeString(application.resolve("a"), "2");
        String otherContent = Measurement.of(application);
        Files.writeString(application.resolve("a"), "1");
        Files.move(application.resolve("a"), application.resolve("c"));

        assertThat(otherContent).isNotEqualTo(OF_TWO_FILES);
        assertThat(Measurement.of(application)).isNotIn(OF_TWO_FILES, otherContent);
    }

    @Test
    void writesOneLineAndMeasuresNoEmptyFolder() throws IOException {
        Path file = folder.resolve("measurement/runtime-digest");

        Measurement.main(new String[] {application.toString(), file.toString()});

        assertThat(file).hasContent(OF_TWO_FILES + "\n");
        assertThat(file.resolveSibling("reference-values.yaml")).content().contains("pcr0: \"" + OF_TWO_FILES + "\"");
        assertThatThrownBy(() -> Measurement.of(Files.createDirectories(folder.resolve("empty"))))
                .hasMessageContaining("found no file");
    }
}
