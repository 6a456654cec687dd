package io.verigrad.packaging.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The network of deploy/compose, without a container engine: its variables, its settings, what refers to what. */
class ComposeTest {
    private static final Path HOME = Path.of("../..");
    private static final Path COMPOSE = HOME.resolve("deploy/compose");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::\\?[^}]*)?}");

    private Map<String, Object> file = Map.of();

    @BeforeEach
    void read() throws IOException {
        try (Reader reader = Files.newBufferedReader(COMPOSE.resolve("compose.yaml"))) {
            file = new Yaml().load(reader);
        }
    }

    @Test
    void namesEveryVariableInTheExampleAndNoOther() throws IOException {
        Set<String> used = VARIABLE.matcher(Files.readString(COMPOSE.resolve("compose.yaml")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> named = Files.readAllLines(COMPOSE.resolve(".env.example")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();

        assertThat(named).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(used);
    }

    @ParameterizedTest
    @ValueSource(strings = {"payment-fn", "verifier-fn", "settlement-fn", "explorer-fn", "gpu-runner"})
    void setsWhatTheServiceReadsAndAllThatItNeeds(String name) throws IOException {
        Set<String> variables =
                map(map(services().get(name)).get("environment")).keySet();

        assertThat(Settings.of(HOME).problems(name, variables)).isEmpty();
    }

    @Test
    void dependsOnServicesAndVolumesThatThereAre() {
        for (Map.Entry<String, Object> service : services().entrySet()) {
            Object needs = map(service.getValue()).getOrDefault("depends_on", List.of());
            Set<?> names = needs instanceof Map<?, ?> conditions ? conditions.keySet() : Set.copyOf((List<?>) needs);
            assertThat(services().keySet())
                    .as(service.getKey())
                    .containsAll(names.stream().map(String::valueOf).toList());
        }
        assertThat(map(file.get("volumes"))).containsOnlyKeys("ledger", "bus");
        assertThat(COMPOSE.resolve("../../functions/ledger/src/main/resources/db/migration"))
                .isDirectory();
    }

    private Map<String, Object> services() {
        return map(file.get("services"));
    }

    @SuppressWarnings("unchecked") // YAML's mappings are of text to anything.
    private static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(value);
    }
}
