package io.verigrad.packaging.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What continuous integration runs is what is here, and nobody can exchange it. */
class WorkflowsTest {
    private static final Path HOME = Path.of("../..");

    @Test
    void pinsEveryActionByCommitAndNamesItsVersion() throws IOException {
        List<String> uses = lines().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("uses:") || line.startsWith("- uses:"))
                .toList();

        assertThat(uses)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches("(- )?uses: [\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d.*"));
    }

    @Test
    void mayWriteNothingUnlessAJobSaysSo() throws IOException {
        for (Path file : files()) {
            JsonNode workflow = new YAMLMapper().readTree(Files.readString(file));

            assertThat(workflow.at("/permissions/contents").asText())
                    .as(file.toString())
                    .isEqualTo("read");
            assertThat(workflow.path("permissions")).hasSize(1);
            for (JsonNode job : workflow.path("jobs")) {
                assertThat(job.path("timeout-minutes").asInt())
                        .as(file.toString())
                        .isPositive();
            }
        }
    }

    @Test
    void runsCommandsThatExist() throws IOException {
        String launcher = Files.readString(HOME.resolve("verigrad"));
        List<String> commands = new ArrayList<>();
        for (String line : lines()) {
            for (String word : line.split("[\\s;&|]+")) {
                if (word.startsWith("deploy/")) {
                    assertThat(HOME.resolve(word)).exists();
                }
            }
            if (line.contains("./verigrad ")) {
                commands.add(line.replaceAll(".*\\./verigrad ([a-z-]+).*", "$1"));
            }
        }

        assertThat(commands)
                .isNotEmpty()
                .allSatisfy(command -> assertThat(launcher).contains("./verigrad " + command));
    }

    private static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve(".github/workflows"))) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }
}
