package io.verigrad.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.verigrad.runner.SampleStore;
import io.verigrad.runner.execution.RunException.Cause;
import io.verigrad.runner.store.Datatype;
import io.verigrad.runner.store.ModelStore;
import io.verigrad.samples.SampleModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {
    @Test
    void classifiesFlowers() throws Exception {
        Tensor features = Tensor.allocate("features", Datatype.FP32, List.of(3L, 4L));
        features.data()
                .asFloatBuffer()
                .put(new float[] {5.1f, 3.5f, 1.4f, 0.2f, 6.1f, 2.8f, 4.0f, 1.3f, 6.3f, 3.3f, 6.0f, 2.5f});

        List<Tensor> outputs =
                SampleStore.model(SampleModels.IRIS).run(List.of(features), Set.of("label", "probabilities"));

        Tensor labels = named(outputs, "label");
        assertThat(labels.shape()).containsExactly(3L);
        assertThat(List.of(
                        labels.data().getLong(0),
                        labels.data().getLong(8),
                        labels.data().getLong(16)))
                .containsExactly(0L, 1L, 2L);
        Tensor probabilities = named(outputs, "probabilities");
        assertThat(probabilities.shape()).containsExactly(3L, 3L);
        assertThat(probabilities.data().getFloat(0)).isCloseTo(1, within(0.05f));
    }

    @Test
    void givesOnlyTheWantedOutputs() throws Exception {
        Tensor features = Tensor.allocate("features", Datatype.FP32, List.of(1L, 4L));

        assertThat(SampleStore.model(SampleModels.IRIS).run(List.of(features), Set.of("label")))
                .extracting(Tensor::name)
                .containsExactly("label");
    }

    @Test
    void blamesTheInputForATokenThatTheModelDoesNotHave() throws Exception {
        Model model = SampleStore.model(SampleModels.MINILM);
        List<Long> shape = List.of(1L, 1L);
        List<Tensor> inputs = List.of(
                Tensor.of("input_ids", shape, new long[] {987_654_321}),
                Tensor.of("attention_mask", shape, new long[] {1}),
                Tensor.of("token_type_ids", shape, new long[] {0}));

        assertThatThrownBy(() -> model.run(inputs, Set.of("last_hidden_state")))
                .isInstanceOfSatisfying(
                        RunException.class, e -> assertThat(e.reason()).isEqualTo(Cause.INPUT))
                .hasMessageNotContaining("987654321");
    }

    @Test
    void neverLoadsAFileWithAnotherDigest(@TempDir Path store) throws Exception {
        SampleModels.writeTo(store, SampleModels.IRIS);
        Path file = store.resolve("iris/model.onnx");
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        Model model = new Models(OnnxEngine.start(1), ModelStore.open(store))
                .find("iris")
                .orElseThrow();

        assertThatThrownBy(model::load).isInstanceOf(RunException.class).hasMessageContaining("SHA-256");

        content[content.length / 2] ^= 1;
        Files.write(file, content);
        model.load();
    }

    @Test
    void refusesAModelWithOtherTensorsThanItsManifestSays(@TempDir Path store) throws Exception {
        SampleModels.writeTo(store, SampleModels.IRIS);
        Path manifest = store.resolve("iris/manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"label\"", "\"lable\""));
        Model model = new Models(OnnxEngine.start(1), ModelStore.open(store))
                .find("iris")
                .orElseThrow();

        assertThatThrownBy(model::load).hasMessageContaining("other inputs or outputs");
    }

    @Test
    void namesTheNumericsClass() {
        assertThat(OnnxEngine.start(1).numericsClass()).matches("onnxruntime-1\\.28\\.0/cpu/all/[a-z0-9_-]+");
        assertThat(InstructionSet.level(Set.of("avx2", "bmi1", "bmi2", "fma", "sse4_2")))
                .isEqualTo("x86-64-v3");
        assertThat(InstructionSet.level(Set.of("sse4_2"))).isEqualTo("x86-64-v2");
    }

    private static Tensor named(List<Tensor> tensors, String name) {
        return tensors.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
