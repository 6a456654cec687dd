package io.verigrad.packaging.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever is woken at night finds what to do, and nothing wakes anybody over a number that does not exist. */
class OperationsGuideTest {
    private static final Path HOME = Path.of("../..");

    @Test
    void saysOfEveryAlertWhatToDo() throws IOException {
        Set<String> alerts = new TreeSet<>();
        rules().forEach(rule -> alerts.add(rule.path("alert").asText()));
        String observability = read("terraform/modules/observability/main.tf");
        found(observability, "\"\\$\\{key}(-[a-z0-9-]+)\"").forEach(suffix -> alerts.add("NAME" + suffix));
        found(observability, "\\$\\{each\\.key}(-[a-z]+)\"").forEach(suffix -> alerts.add("NAME" + suffix));
        alerts.addAll(found(observability, "(?m)^      ([a-z]+-[a-z]+) = \\{$"));

        Set<String> explained = new TreeSet<>(found(read("docs/operate.md"), "(?m)^### `([^`]+)`$"));

        assertThat(alerts).hasSizeGreaterThan(10);
        assertThat(explained).isEqualTo(alerts);
    }

    @Test
    void alertsOnMetricsThatThereAre() throws IOException {
        for (JsonNode rule : rules()) {
            assertThat(MetricNames.in(rule.path("expr").asText()))
                    .isNotEmpty()
                    .allSatisfy(metric ->
                            assertThat(MetricNames.exists(metric)).as(metric).isTrue());
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
        }
    }

    @Test
    void namesSettingsFilesAndTablesThatThereAre() throws IOException {
        String page = read("docs/operate.md");
        String settings = read("docs/configuration.md");
        String schema = read("functions/ledger/src/main/resources/db/migration/V1__ledger.sql");

        assertThat(found(page, "`((?:verigrad|quarkus)\\.[a-z][a-z.-]+)(?:=[^`]*)?`").stream()
                        .filter(name ->
                                !name.startsWith("verigrad.inference.") && !name.equals("verigrad.dead-letters")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(settings).contains(name));
        assertThat(found(page, "\\]\\(((?!https:)[^)#]+)(?:#[^)]*)?\\)"))
                .isNotEmpty()
                .allSatisfy(
                        link -> assertThat(HOME.resolve("docs").resolve(link)).exists());
        assertThat(found(page, "from ([a-z_]+) where"))
                .allSatisfy(table -> assertThat(schema).contains("create table " + table));
    }

    private static JsonNode rules() throws IOException {
        return new YAMLMapper()
                .readTree(read("deploy/observability/alerts.yaml"))
                .at("/groups/0/rules");
    }

    private static Set<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(String file) {
        return read(HOME.resolve(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
