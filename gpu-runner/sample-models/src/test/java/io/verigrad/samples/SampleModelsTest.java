package io.verigrad.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.crypto.Sha256;
import io.verigrad.json.Json;
import io.verigrad.samples.IrisData.Flower;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleModelsTest {
    @TempDir
    Path store;

    @Test
    void writesEveryModelWithTheFilesOfItsManifest() throws Exception {
        SampleModels.writeTo(store);

        for (String name : SampleModels.names()) {
            Path folder = store.resolve(name);
            JsonNode manifest = Json.read(Files.readAllBytes(folder.resolve("manifest.json")), JsonNode.class);
            assertThat(manifest.required("name").asText()).isEqualTo(name);
            for (Map.Entry<String, JsonNode> file : manifest.required("files").properties()) {
                byte[] content = Files.readAllBytes(folder.resolve(file.getKey()));
                assertThat(content).hasSize(file.getValue().required("size").asInt());
                assertThat(Sha256.hash(content))
                        .hasToString(file.getValue().required("sha256").asText());
            }
            try (var files = Files.list(folder)) {
                assertThat(files).hasSize(manifest.required("files").size() + 1);
            }
        }
    }

    @Test
    void keepsGoodFilesAndRepairsDamagedOnes() throws Exception {
        SampleModels.writeTo(store, SampleModels.IRIS);
        Path model = store.resolve("iris/model.onnx");
        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(model, longAgo);
        byte[] good = Files.readAllBytes(model);

        SampleModels.writeTo(store, SampleModels.IRIS);
        assertThat(Files.getLastModifiedTime(model)).isEqualTo(longAgo);

        Files.write(model, new byte[] {1, 2, 3});
        SampleModels.writeTo(store, SampleModels.IRIS);
        assertThat(Files.readAllBytes(model)).isEqualTo(good);
    }

    @Test
    void writersBesideEachOtherLeaveOneWholeStore() throws Exception {
        Callable<Void> write = () -> {
            SampleModels.writeTo(store, SampleModels.DECODER);
            return null;
        };
        try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
            for (Future<Void> written : writers.invokeAll(Collections.nCopies(4, write))) {
                written.get();
            }
        }

        try (Stream<Path> files = Files.list(store.resolve(SampleModels.DECODER))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "manifest.json",
                            "model.onnx",
                            "tokenizer.json",
                            "config.json",
                            "generation_config.json",
                            "tokenizer_config.json");
        }
    }

    @Test
    void refusesANameThatIsNoSample() {
        assertThatThrownBy(() -> SampleModels.writeTo(store, "../x")).hasMessageContaining("expected one of");
    }

    @Test
    void trainsTheSameModelEveryTime() {
        assertThat(IrisModel.generate()).isEqualTo(IrisModel.generate());
    }

    @Test
    void hasTheMomentsThatFisherPublished() {
        List<Flower> flowers = IrisData.load();

        assertThat(flowers).hasSize(150);
        double[][] means = {{5.006, 3.428, 1.462, 0.246}, {5.936, 2.770, 4.260, 1.326}, {6.588, 2.974, 5.552, 2.026}};
        for (int species = 0; species < 3; species++) {
            int wanted = species;
            for (int f = 0; f < IrisData.FEATURES; f++) {
                int feature = f;
                assertThat(flowers.stream()
                                .filter(flower -> flower.species() == wanted)
                                .mapToDouble(flower -> flower.features().get(feature))
                                .average()
                                .orElseThrow())
                        .isCloseTo(means[species][f], within(1e-9));
            }
        }
    }

    @Test
    void theGeneratedModelRunsAndKnowsItsFlowers() throws Exception {
        List<Flower> flowers = IrisData.load();
        float[][] features = new float[flowers.size()][IrisData.FEATURES];
        for (int i = 0; i < features.length; i++) {
            for (int f = 0; f < IrisData.FEATURES; f++) {
                features[i][f] = flowers.get(i).features().get(f).floatValue();
            }
        }

        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(IrisModel.generate());
                OnnxTensor input = OnnxTensor.createTensor(environment, features);
                OrtSession.Result result = session.run(Map.of("features", input))) {
            float[][] probabilities =
                    (float[][]) result.get("probabilities").orElseThrow().getValue();
            long[] labels = (long[]) result.get("label").orElseThrow().getValue();
            int right = 0;
            for (int i = 0; i < labels.length; i++) {
                assertThat(probabilities[i][0] + probabilities[i][1] + probabilities[i][2])
                        .isCloseTo(1, within(1e-5f));
                right += labels[i] == flowers.get(i).species() ? 1 : 0;
            }
            assertThat(right).isGreaterThanOrEqualTo(145);
        }
    }
}
