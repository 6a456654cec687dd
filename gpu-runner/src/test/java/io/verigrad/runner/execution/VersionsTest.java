package io.verigrad.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.runner.SampleStore;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.StoredModel;
import io.verigrad.value.Hash32;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private final OnnxEngine engine = OnnxEngine.start(1);

    @Test
    void findsTheNewestAndThePinned() throws Exception {
        Models models = new Models(engine, List.of(iris("1")));
        Model second = models.prepare(iris("2"));
        Hash32 first = models.find("iris").orElseThrow().digest();

        models.add(second);

        assertThat(models.find("iris")).hasValue(second);
        assertThat(models.find("iris@1"))
                .hasValueSatisfying(model -> assertThat(model.digest()).isEqualTo(first));
        assertThat(models.find("iris@" + first)).isEqualTo(models.find(first.toString()));
        assertThat(models.find("iris", Optional.of("2"))).hasValue(second);
        assertThat(models.find("iris@3")).isEmpty();
        assertThat(models.find("rose@" + first)).isEmpty();
        assertThat(models.all()).containsExactly(second);
        assertThat(models.first()).extracting(Model::digest).containsExactly(first);
    }

    @Test
    void runsARetiredVersionAgainForItsReceipts() throws Exception {
        Models models = new Models(engine, List.of(iris("1")));
        Model second = models.prepare(iris("2"));
        models.add(second);

        models.retire(second.digest(), "wrong labels");

        assertThat(models.find("iris@2")).isEmpty();
        assertThat(models.absence("iris@2").status()).isEqualTo(410);
        assertThat(models.absence("iris@3").status()).isEqualTo(404);
        assertThat(models.find("iris").orElseThrow().manifest().version()).isEqualTo("1");
        ScopedValue.where(Models.EXACT, second.digest()).run(() -> {
            assertThat(models.find("iris")).hasValue(second);
            assertThat(models.find("rose")).isEmpty();
        });
    }

    private static StoredModel iris(String version) throws Exception {
        ObjectNode json =
                Json.read(Files.readAllBytes(SampleStore.written().resolve("iris/manifest.json")), ObjectNode.class);
        json.put("version", version);
        return new StoredModel(
                ModelManifest.parse(Json.write(json)),
                CanonicalJson.digest(json),
                SampleStore.written().resolve("iris"),
                Optional.empty());
    }
}
