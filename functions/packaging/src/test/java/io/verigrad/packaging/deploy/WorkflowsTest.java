package io.verigrad.packaging.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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

    @Test
    void fuzzesEveryTargetForTenMinutes() throws IOException {
        JsonNode job = new YAMLMapper()
                .readTree(Files.readString(HOME.resolve(".github/workflows/fuzz.yml")))
                .at("/jobs/fuzz");
        List<String> fuzzed = new ArrayList<>();
        job.at("/strategy/matrix/target").forEach(target -> fuzzed.add(target.asText()));
        String targets = Files.readString(
                HOME.resolve("verifier-fn/attestation/src/test/java/io/verigrad/attestation/fuzz/Target.java"));
        List<String> known = Pattern.compile("^    ([A-Z][A-Z0-9_]*)\\(", Pattern.MULTILINE)
                .matcher(targets)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .toList();

        assertThat(fuzzed).isNotEmpty().containsExactlyInAnyOrderElementsOf(known);
        assertThat(job.at("/strategy/fail-fast").asBoolean(true)).isFalse();
        assertThat(job.path("steps"))
                .anySatisfy(
                        step -> assertThat(step.path("run").asText()).contains("./verigrad fuzz 600 1 \"$TARGET\""));
    }

    @Test
    void comparesTwoBuildsBeforeItSignsOne() throws IOException {
        JsonNode steps = new YAMLMapper()
                .readTree(Files.readString(HOME.resolve(".github/workflows/build.yml")))
                .at("/jobs/packages/steps");
        List<String> commands = new ArrayList<>();
        steps.forEach(
                step -> commands.add(step.path("run").asText(step.path("uses").asText())));

        assertThat(commands.indexOf("./verigrad reproduce"))
                .isNotNegative()
                .isLessThan(commands.indexOf("./verigrad build --lambda"));
        assertThat(commands.stream().filter(command -> command.contains("attest-build-provenance")))
                .isNotEmpty()
                .allSatisfy(attest -> assertThat(commands.indexOf(attest))
                        .isGreaterThan(commands.indexOf("./verigrad build --lambda")));
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
