package io.verigrad.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.store.Datatype;
import io.verigrad.runner.store.ModelStore;
import io.verigrad.runner.store.StoredModel;
import io.verigrad.samples.SampleModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
    @TempDir
    Path store;

    @Test
    void evictsWhatWasUsedLongestAgo() throws Exception {
        Models models = new Models(OnnxEngine.start(1), copies(3), 2 * 390);

        classify(models, "iris-0");
        classify(models, "iris-1");
        classify(models, "iris-0");
        classify(models, "iris-2");

        assertThat(models.resident()).containsExactly("iris-0", "iris-2");
        classify(models, "iris-1");
        assertThat(models.resident()).containsExactly("iris-2", "iris-1");
    }

    @Test
    void refusesAModelThatIsLargerThanTheBudget() throws Exception {
        Models models = new Models(OnnxEngine.start(1), copies(1), 389);

        assertThatThrownBy(() -> classify(models, "iris-0"))
                .isInstanceOfSatisfying(
                        RunException.class, e -> assertThat(e.reason()).isEqualTo(RunException.Cause.MEMORY))
                .hasMessageContaining("needs 390 bytes of a budget of 389");
    }

    @Test
    void givesUpAModelThatThereIsNoMemoryToLoad() throws Exception {
        OnnxEngine engine = OnnxEngine.start(1);
        SampleModels.writeTo(store, SampleModels.HOARDER);
        Path manifest = store.resolve(SampleModels.HOARDER).resolve("manifest.json");
        String json = Files.readString(manifest);
        // 2^45 numbers are 128 TiB, which no process can ask for, so the machine is spared.
        String probe = "\"probes\": [{\"inputs\": {\"length\": {\"shape\": [1], \"data\": [35184372088832]}},"
                + " \"sha256\": {\"%s\": \"0x%s\"}}], \"licence\"";
        Files.writeString(
                manifest, json.replace("\"licence\"", probe.formatted(engine.numericsClass(), "11".repeat(32))));
        Models models = new Models(engine, ModelStore.open(store));

        assertThatThrownBy(() -> models.find(SampleModels.HOARDER).orElseThrow().load())
                .isInstanceOfSatisfying(
                        RunException.class, e -> assertThat(e.reason()).isEqualTo(RunException.Cause.MEMORY));
        assertThat(models.resident()).isEmpty();
        assertThat(models.bytesInMemory()).isZero();
    }

    @Test
    void resolvesAmongThousandsAndLoadsOnlyWhatIsUsed() throws Exception {
        Models models = new Models(OnnxEngine.start(1), copies(2000));

        long start = System.nanoTime();
        for (int i = 0; i < 2000; i++) {
            assertThat(models.find("iris-" + i)).isPresent();
        }
        assertThat(models.all()).hasSize(2000);
        long took = System.nanoTime() - start;

        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(500));
        assertThat(models.resident()).isEmpty();
    }

    @Test
    void failsClosedWhenAProbeGivesOtherBits() throws Exception {
        OnnxEngine engine = OnnxEngine.start(1);
        SampleModels.writeTo(store, SampleModels.IRIS);
        Path manifest = store.resolve("iris/manifest.json");
        String json = Files.readString(manifest);
        String probe = "\"probes\": [{\"inputs\": {\"features\": {\"shape\": [1, 4], \"data\": [5.1, 3.5, 1.4, 0.2]}},"
                + " \"sha256\": {\"%s\": \"0x%s\"}}], \"licence\"";

        Files.writeString(
                manifest, json.replace("\"licence\"", probe.formatted(engine.numericsClass(), "11".repeat(32))));
        Models wrong = new Models(engine, ModelStore.open(store));
        assertThatThrownBy(() -> classify(wrong, "iris"))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("expected a probe to give 0x1111");
        assertThat(wrong.resident()).isEmpty();

        Files.writeString(manifest, json.replace("\"licence\"", probe.formatted("another-class", "11".repeat(32))));
        classify(new Models(engine, ModelStore.open(store)), "iris");
    }

    @Test
    void loadsNothingUnprobedWhereProbesAreRequired() throws Exception {
        OnnxEngine strict = OnnxEngine.start(Provider.CPU, 1, 1, new BatchSettings(1, Duration.ZERO, 16), true);
        SampleModels.writeTo(store, SampleModels.IRIS);
        SampleModels.writeTo(store, SampleModels.INTEGERS);
        Models models = new Models(strict, ModelStore.open(store));

        assertThat(models.find(SampleModels.IRIS).orElseThrow().isProbed()).isFalse();
        assertThatThrownBy(() -> classify(models, SampleModels.IRIS))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("expected a probe for numerics class " + strict.numericsClass());
        assertThat(models.find(SampleModels.INTEGERS).orElseThrow().isProbed()).isTrue();
        models.find(SampleModels.INTEGERS).orElseThrow().load();
        assertThat(models.resident()).containsExactly(SampleModels.INTEGERS);
    }

    @Test
    void knowsWhatIsExactWhateverRunsIt() throws Exception {
        SampleModels.writeTo(store, SampleModels.INTEGERS);
        Models models = new Models(OnnxEngine.start(1), ModelStore.open(store));
        assertThat(models.find(SampleModels.INTEGERS).orElseThrow().numericsClass())
                .isEqualTo("int-exact");
        models.find(SampleModels.INTEGERS).orElseThrow().load();

        Path manifest = store.resolve(SampleModels.INTEGERS).resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("886ef11f", "986ef11f"));
        Models wrong = new Models(OnnxEngine.start(1), ModelStore.open(store));
        assertThatThrownBy(() -> wrong.find(SampleModels.INTEGERS).orElseThrow().load())
                .hasMessageContaining("expected a probe to give 0x986ef11f");
    }

    @Test
    void loadsNoModelOfFloatsAsExact() throws Exception {
        SampleModels.writeTo(store, SampleModels.IRIS);
        Path manifest = store.resolve("iris/manifest.json");
        String probe = "\"probes\": [{\"inputs\": {\"features\": {\"shape\": [1, 4], \"data\": [5.1, 3.5, 1.4, 0.2]}},"
                + " \"sha256\": {\"int-exact\": \"0x" + "11".repeat(32) + "\"}}], \"licence\"";
        Files.writeString(manifest, Files.readString(manifest).replace("\"licence\"", probe));
        Models models = new Models(OnnxEngine.start(1), ModelStore.open(store));

        assertThatThrownBy(() -> classify(models, SampleModels.IRIS))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("is registered as int-exact, but constant weights is not of integers");
    }

    @Test
    void givesTheSameBitsInBatches() throws Exception {
        OnnxEngine alone = OnnxEngine.start(1);
        OnnxEngine shared = OnnxEngine.start(Provider.CPU, 1, 1, new BatchSettings(16, Duration.ofMillis(1), 256));
        SampleModels.writeTo(store, SampleModels.IRIS);
        Models one = new Models(alone, ModelStore.open(store));
        Models many = new Models(shared, ModelStore.open(store));

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Tensor>>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                float length = 4 + i * 0.02f;
                calls.add(callers.submit(() -> run(many, "iris", length)));
            }
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get()).isEqualTo(run(one, "iris", 4 + i * 0.02f));
            }
        }
    }

    @Test
    void saysWhatAMissingGpuNeeds() {
        assertThatThrownBy(
                        () -> OnnxEngine.start(Provider.parse("cuda:0"), 1, 1, new BatchSettings(1, Duration.ZERO, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("provider=cuda:0 cannot be used")
                .hasMessageContaining("say cpu to run without");
        assertThatThrownBy(() -> Provider.parse("gpu")).hasMessageContaining("expected cpu, cuda");
        assertThat(Provider.parse("cuda:3")).isEqualTo(new Provider(Provider.Kind.CUDA, 3));
    }

    /** Entries of a store that share one file. */
    private List<StoredModel> copies(int count) throws Exception {
        SampleModels.writeTo(store, SampleModels.IRIS);
        String json = Files.readString(store.resolve("iris/manifest.json"));
        byte[] file = Files.readAllBytes(store.resolve("iris/model.onnx"));
        Path copies = Files.createDirectories(store.resolve("copies"));
        for (int i = 0; i < count; i++) {
            Path folder = Files.createDirectories(copies.resolve("iris-" + i));
            Files.writeString(
                    folder.resolve("manifest.json"),
                    json.replace("\"name\": \"iris\"", "\"name\": \"iris-" + i + "\""));
            if (count < 10) {
                Files.write(folder.resolve("model.onnx"), file);
            }
        }
        return ModelStore.open(copies);
    }

    private static void classify(Models models, String name) throws Exception {
        assertThat(run(models, name, 5.1f)).hasSize(2);
    }

    private static List<Tensor> run(Models models, String name, float length) throws RunException {
        Tensor features = Tensor.allocate("features", Datatype.FP32, List.of(1L, 4L));
        features.data().asFloatBuffer().put(new float[] {length, 3.5f, 1.4f, 0.2f});
        return models.find(name).orElseThrow().run(List.of(features), Set.of("probabilities", "label"));
    }
}
