package io.verigrad.packaging.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A panel that stays empty because its number was renamed tells its reader that all is quiet. */
class DashboardsTest {
    private static final Path FOLDER = Path.of("../../deploy/observability/dashboards");

    @ParameterizedTest
    @ValueSource(strings = {"network", "runner", "payments", "settlement", "attestation"})
    void showsNumbersThatThereAre(String name) throws IOException {
        JsonNode board = board(name);

        assertThat(board.path("panels")).hasSizeGreaterThan(3).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("targets"))
                    .isNotEmpty()
                    .allSatisfy(target -> assertThat(
                                    MetricNames.in(target.path("expr").asText()))
                            .as("%s", target)
                            .isNotEmpty()
                            .allSatisfy(metric ->
                                    assertThat(MetricNames.exists(metric)).isTrue()));
        });
    }

    @Test
    void everyNumberOfTheLedgerIsShownSomewhere() throws IOException {
        Set<String> shown = new HashSet<>();
        for (String name : Set.of("network", "payments", "settlement", "attestation")) {
            board(name)
                    .path("panels")
                    .forEach(panel -> panel.path("targets")
                            .forEach(target -> shown.addAll(
                                    MetricNames.in(target.path("expr").asText()))));
        }

        assertThat(shown).containsAll(MetricNames.ofTheLedger());
    }

    private static JsonNode board(String name) throws IOException {
        return new ObjectMapper().readTree(FOLDER.resolve(name + ".json").toFile());
    }
}
