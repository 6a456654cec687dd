package io.verigrad.packaging.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The YAML of deploy/knative, without a cluster: schemas of Knative's own definitions, names, settings. */
class KnativeTest {
    private static final Path HOME = Path.of("../..");
    private static final Path KNATIVE = HOME.resolve("deploy/knative");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private List<JsonNode> base = List.of();

    @BeforeEach
    void read() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode file : kustomization("base").path("resources")) {
            objects.addAll(documents(KNATIVE.resolve("base").resolve(file.asText())));
        }
        base = objects;
    }

    @Test
    void isWhatKnativeTakes() throws IOException {
        assertThat(problems(base)).isEmpty();
        assertThat(base).extracting(object -> object.path("kind").asText()).contains("Service", "Trigger", "Broker");
    }

    @Test
    void findsMembersThatKnativeDoesNotKnow() throws IOException {
        JsonNode service = find("Service", "verifier-fn").deepCopy();
        ((ObjectNode) service.at("/spec/template/spec")).put("terminationGracePeriodSeconds", 5);
        ((ObjectNode) service.at("/spec/template/spec")).put("containerConcurrency", "many");
        ((ObjectNode) service.at("/spec/template/spec/containers/0")).putNull("image");

        assertThat(problems(List.of(service)))
                .hasSize(3)
                .anyMatch(problem -> problem.contains("terminationGracePeriodSeconds: unknown"))
                .anyMatch(problem -> problem.contains("containerConcurrency: expected a whole number"))
                .anyMatch(problem -> problem.contains("image: expected text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"payment-fn", "verifier-fn", "settlement-fn"})
    void setsWhatTheServiceReadsAndAllThatItNeeds(String name) throws IOException {
        Set<String> variables = new LinkedHashSet<>();
        for (JsonNode variable : find("Service", name).at("/spec/template/spec/containers/0/env")) {
            assertThat(variables.add(variable.path("name").asText()))
                    .as("%s twice", variable)
                    .isTrue();
        }

        assertThat(Settings.of(HOME).problems(name, variables)).isEmpty();
    }

    @Test
    void refersToWhatThereIs() {
        Set<String> names = new HashSet<>();
        base.forEach(object -> names.add(name(object)));
        List<String> missing = new ArrayList<>();
        for (JsonNode object : base) {
            object.findValues("ref").forEach(ref -> {
                if (!names.contains(name(ref, ref))) {
                    missing.add(name(object) + " -> " + name(ref, ref));
                }
            });
            object.findValues("configMapKeyRef").forEach(ref -> {
                JsonNode map = base.stream()
                        .filter(other -> name(other)
                                .equals("ConfigMap/" + ref.path("name").asText()))
                        .findFirst()
                        .orElse(null);
                if (map == null || !map.path("data").has(ref.path("key").asText())) {
                    missing.add(name(object) + " -> " + ref);
                }
            });
            if (object.path("kind").asText().equals("Trigger")
                    && !names.contains("Broker/" + object.at("/spec/broker").asText())) {
                missing.add(name(object) + " -> its broker");
            }
        }

        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "production"})
    void overlaysChangeWhatThereIsIntoWhatKnativeTakes(String overlay) throws IOException {
        JsonNode kustomization = kustomization("overlays/" + overlay);
        List<JsonNode> objects =
                base.stream().map(object -> (JsonNode) object.deepCopy()).toList();

        for (JsonNode patch : kustomization.path("patches")) {
            List<JsonNode> targets = objects.stream()
                    .filter(object -> name(object).equals(name(patch.path("target"), patch.path("target"))))
                    .toList();
            assertThat(targets).as("target of %s", patch).hasSize(1);
            for (JsonNode operation : YAML.readTree(patch.path("patch").asText())) {
                replace(targets.getFirst(), operation);
            }
        }
        for (JsonNode image : kustomization.path("images")) {
            assertThat(base.stream().flatMap(object -> object.findValuesAsText("image").stream()))
                    .contains(image.path("name").asText());
        }

        assertThat(kustomization.path("namespace").asText()).isNotEmpty();
        assertThat(problems(objects)).isEmpty();
    }

    private static void replace(JsonNode object, JsonNode operation) {
        JsonPointer path = JsonPointer.compile(operation.path("path").asText());
        assertThat(operation.path("op").asText()).isEqualTo("replace");
        assertThat(object.at(path).isMissingNode())
                .as("nothing to replace at %s", path)
                .isFalse();
        ((ObjectNode) object.at(path.head())).set(path.last().getMatchingProperty(), operation.path("value"));
    }

    private static List<String> problems(List<JsonNode> objects) throws IOException {
        List<String> problems = new ArrayList<>();
        for (JsonNode object : objects) {
            Schema schema = Schema.of(
                    object.path("apiVersion").asText(), object.path("kind").asText());
            schema.problems(object).forEach(problem -> problems.add(name(object) + ": " + problem));
        }
        return problems;
    }

    private JsonNode find(String kind, String name) {
        return base.stream()
                .filter(object -> name(object).equals(kind + "/" + name))
                .findFirst()
                .orElseThrow();
    }

    private static String name(JsonNode object) {
        return name(object, object.path("metadata"));
    }

    private static String name(JsonNode kind, JsonNode name) {
        return kind.path("kind").asText() + "/" + name.path("name").asText();
    }

    private static JsonNode kustomization(String folder) throws IOException {
        return documents(KNATIVE.resolve(folder).resolve("kustomization.yaml")).getFirst();
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return documents.readAll();
        }
    }
}
