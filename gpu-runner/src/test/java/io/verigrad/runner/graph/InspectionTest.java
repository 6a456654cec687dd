package io.verigrad.runner.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.SampleStore;
import io.verigrad.samples.SampleModels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InspectionTest {
    @Test
    void findsThatTheSamplesKeepTheirRowsApart() throws Exception {
        assertThat(Inspection.of(sample(SampleModels.IRIS)).neighbours()).isEmpty();
        assertThat(Inspection.of(sample(SampleModels.MINILM)).neighbours()).isEmpty();
    }

    @Test
    void refusesToShareRunsWhereOneScaleCoversTheBatch() throws Exception {
        assertThat(Inspection.of(model(operator("DynamicQuantizeLinear"))).neighbours())
                .hasValueSatisfying(reason -> assertThat(reason).contains("DynamicQuantizeLinear"));
    }

    @Test
    void refusesToShareRunsThroughUnknownOperators() throws Exception {
        byte[] custom = message(1, concat(text(4, "MatMul"), text(7, "com.example")));

        assertThat(Inspection.of(model(custom)).neighbours()).isPresent();
    }

    @Test
    void looksAtTheAxisOfAReduction() throws Exception {
        assertThat(Inspection.of(model(reduction(1))).neighbours()).isEmpty();
        assertThat(Inspection.of(model(reduction(0))).neighbours()).isPresent();
        assertThat(Inspection.of(model(operator("ReduceMean"))).neighbours()).isPresent();
    }

    @Test
    void refusesWeightsInOtherFiles() {
        byte[] external = message(5, concat(text(8, "w"), message(13, text(1, "../../etc/passwd"))));

        assertThatThrownBy(() -> Inspection.of(model(external)))
                .isInstanceOf(GraphFormatException.class)
                .hasMessageContaining("external data");
    }

    @Test
    void givesOnlyTheFormatExceptionForDamagedModels() throws Exception {
        byte[] iris = Files.readAllBytes(SampleStore.written().resolve("iris/model.onnx"));
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = iris.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            ByteBuffer bytes = ByteBuffer.wrap(damaged, 0, damaged.length - random.nextInt(20));
            try {
                Inspection.of(bytes);
            } catch (GraphFormatException expected) {
                assertThat(expected).hasMessageNotContaining("\n");
            }
        }
    }

    private static ByteBuffer sample(String name) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(SampleStore.written().resolve(name + "/model.onnx")));
    }

    private static ByteBuffer model(byte[] graph) {
        return ByteBuffer.wrap(message(7, graph));
    }

    private static byte[] operator(String name) {
        return message(1, text(4, name));
    }

    private static byte[] reduction(int axis) {
        return message(1, concat(text(4, "ReduceMean"), message(5, concat(text(1, "axes"), new byte[] {
            8 << 3, (byte) axis
        }))));
    }

    private static byte[] text(int field, String value) {
        return message(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] message(int field, byte[] value) {
        return concat(new byte[] {(byte) (field << 3 | 2), (byte) value.length}, value);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
