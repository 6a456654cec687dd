package io.verigrad.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.verigrad.json.Json;
import io.verigrad.runner.standin.StandIns;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description of the API is written by hand, so it is held against the code. */
@QuarkusTest
@WithTestResource(StandIns.class)
class OpenApiTest extends RunningRunner {
    private static final java.nio.file.Path CLASSES = java.nio.file.Path.of("target", "classes");

    @Test
    void describesEveryOperationAndNoOther() throws Exception {
        Set<String> described = new TreeSet<>();
        document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(described).isEqualTo(written());
    }

    @Test
    void itsExamplesAreAskedToPayAndNotRefused() throws Exception {
        int examples = 0;
        for (var path : document().path("paths").properties()) {
            JsonNode example = path.getValue().at("/post/requestBody/content/application~1json/example");
            if (!example.isMissingNode()) {
                examples++;
                String where = path.getKey().replace("{name}", "iris").replace("{version}", "1");
                assertThat(consumer.post(where, new String(Json.write(example), StandardCharsets.UTF_8))
                                .statusCode())
                        .as(where)
                        .isEqualTo(402);
                assertThat(pays(where, example)).as(where).isEqualTo(200);
            }
        }
        assertThat(examples).isEqualTo(7);
    }

    @Test
    void showsItToPeople() throws Exception {
        assertThat(consumer.get("/q/swagger-ui/").statusCode()).isEqualTo(200);
    }

    @Test
    void namesOneModel() throws Exception {
        assertThat(Consumer.json(consumer.get("/v1/models/iris")).path("id").asText())
                .isEqualTo("iris");
        HttpResponse<byte[]> unknown = consumer.get("/v1/models/nothing");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Consumer.json(unknown).at("/error/code").asText()).isEqualTo("model_not_found");
    }

    private int pays(String path, JsonNode example) throws Exception {
        String body = new String(Json.write(example), StandardCharsets.UTF_8);
        return consumer.post(path, body, "PAYMENT-SIGNATURE", consumer.payment(path, body))
                .statusCode();
    }

    private JsonNode document() throws Exception {
        return Consumer.json(consumer.get("/q/openapi?format=json"));
    }

    private static Set<String> written() throws IOException, ClassNotFoundException {
        Set<String> operations = new TreeSet<>();
        try (Stream<java.nio.file.Path> files = Files.walk(CLASSES)) {
            for (String name : files.map(CLASSES::relativize)
                    .map(java.nio.file.Path::toString)
                    .filter(name -> name.endsWith("Resource.class"))
                    .toList()) {
                Class<?> resource = Class.forName(name.replace(".class", "").replace('/', '.'));
                for (Method method : resource.getDeclaredMethods()) {
                    for (Annotation annotation : method.getAnnotations()) {
                        HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                        if (verb != null) {
                            operations.add(verb.value() + " " + path(resource, method));
                        }
                    }
                }
            }
        }
        return operations;
    }

    private static String path(Class<?> resource, Method method) {
        Path above = resource.getAnnotation(Path.class);
        Path below = method.getAnnotation(Path.class);
        return above.value() + (below == null ? "" : "/" + below.value());
    }
}
