package io.verigrad.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingSectionsTest {
    @Test
    void namesEachSettingOfASectionThatDoesNotExist() {
        assertThat(SettingSections.unknown(List.of(
                        "verigrad.verifer.key-file",
                        "VERIGRAD_SETTELMENT_KEY_FILE",
                        "verigrad.verifier.key-file",
                        "VERIGRAD_RUNNER_HOST",
                        "VERIGRAD_HOME",
                        "quarkus.verifer.x")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("verigrad.verifer.key-file: expected one of the sections [chain,"))
                .anyMatch(line -> line.endsWith("found settelment"));
    }

    @Test
    void knowsEverySectionOfTheSettingsPage() throws IOException {
        Set<String> documented = Pattern.compile("`verigrad\\.([a-z]+)\\.")
                .matcher(Files.readString(Path.of("../../docs/configuration.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(documented).contains("verifier").isSubsetOf(SettingSections.KNOWN);
    }
}
