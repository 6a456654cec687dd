package io.verigrad.runner.oip;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.SampleStore;
import io.verigrad.runner.execution.RunException;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.store.Datatype;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.samples.SampleModels;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InferResponseWriterTest {
    @Test
    void givesNoAnswerWhereAValueIsNotFinite() throws Exception {
        ModelManifest manifest = SampleStore.model(SampleModels.IRIS).manifest();
        Tensor tensor = Tensor.allocate("probabilities", Datatype.FP32, List.of(1L, 3L));
        tensor.data().putFloat(4, Float.NaN);

        assertThatThrownBy(() -> InferResponseWriter.write(manifest, Optional.empty(), List.of(tensor), Set.of()))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("not finite");
    }
}
