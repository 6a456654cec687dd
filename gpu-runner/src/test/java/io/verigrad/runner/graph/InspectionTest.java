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
        byte[] contributed = message(1, concat(text(4, "MatMul"), text(7, "com.microsoft")));

        assertThat(Inspection.of(model(contributed)).neighbours()).isPresent();
    }

    @Test
    void takesIntegersForExactThatNoProcessorCutsOff() throws Exception {
        byte[] product = message(1, concat(text(1, "x"), text(1, "w"), text(4, "MatMulInteger")));
        byte[] head = concat(dimension(2), text(8, "w"));
        byte[] seven = message(5, concat(head, new byte[] {16, 3}, message(9, new byte[] {63, -64})));
        byte[] eight = message(5, concat(head, new byte[] {16, 3}, message(9, new byte[] {64, 0})));
        byte[] unsigned = message(5, concat(head, new byte[] {16, 2}, message(9, new byte[] {-1, 0})));
        byte[] floats = message(5, concat(dimension(1), text(8, "f"), new byte[] {16, 1}, message(9, new byte[4])));

        assertThat(Inspection.of(model(concat(product, seven))).inexact()).isEmpty();
        assertThat(Inspection.of(model(concat(product, unsigned))).inexact()).isEmpty();
        assertThat(Inspection.of(model(concat(product, eight))).inexact())
                .hasValueSatisfying(reason -> assertThat(reason).contains("7 bits"));
        assertThat(Inspection.of(model(product)).inexact()).isPresent();
        assertThat(Inspection.of(model(concat(product, seven, floats))).inexact())
                .hasValueSatisfying(reason -> assertThat(reason).contains("constant f"));
        assertThat(Inspection.of(model(operator("Softmax"))).inexact()).isPresent();
        byte[] leaves = message(5, concat(text(1, "to"), new byte[] {24, 1}));
        assertThat(Inspection.of(model(message(1, concat(text(1, "x"), text(4, "Cast"), leaves))))
                        .inexact())
                .hasValue("a cast leaves the integers");
    }

    @Test
    void refusesOperatorsThatNeedALibraryOfTheirOwn() throws Exception {
        byte[] custom = message(1, concat(text(4, "MatMul"), text(7, "com.example")));
        byte[] hidden =
                message(1, concat(text(4, "If"), message(5, concat(text(1, "then_branch"), message(6, custom)))));
        byte[] function = message(25, concat(text(1, "MatMul"), message(7, text(4, "Add")), text(10, "com.example")));

        assertRefused(model(custom), "custom");
        assertRefused(model(hidden), "custom");
        assertThat(Inspection.of(ByteBuffer.wrap(concat(message(7, custom), function))))
                .as("a function of the model itself is no library")
                .isNotNull();
    }

    @Test
    void refusesCompiledGraphsThatNameOtherFiles() {
        assertRefused(model(message(1, concat(text(4, "EPContext"), text(7, "com.microsoft")))), "compiled");
    }

    @Test
    void refusesShapesThatTheBytesCannotFill() {
        assertRefused(model(message(5, concat(dimension(100), dimension(100), text(9, "xxxx")))), "10000");
        byte[] huge = {8, -128, -128, -128, -128, -128, -128, -128, -128, 127};
        assertRefused(model(message(5, concat(huge, huge, huge))), "shape for 9223372036854775807");
        assertRefused(model(message(5, new byte[] {8, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1})), "from 0");
    }

    @Test
    void refusesSparseWeightsThatGrowWhenLoaded() {
        assertRefused(model(message(15, new byte[] {26, 1, 127})), "sparse");
        assertRefused(model(message(1, message(5, message(22, new byte[] {26, 1, 127})))), "sparse");
    }

    @Test
    void refusesSmallGraphsThatMakeLargeConstants() throws Exception {
        byte[] shape = message(
                5,
                concat(dimension(1), new byte[] {16, 7}, new byte[] {58, 5, -128, -128, -128, -128, 8}, text(8, "s")));
        for (String operator : new String[] {"ConstantOfShape", "Expand", "Tile", "Range"}) {
            byte[] before = operator.equals("ConstantOfShape") ? new byte[0] : text(1, "x");
            byte[] node = message(1, concat(before, text(1, "s"), text(4, operator)));
            assertRefused(model(concat(node, shape)), operator);
        }
        byte[] constant = message(
                1, concat(text(2, "s"), text(4, "Constant"), message(5, concat(text(1, "value_ints"), new byte[] {
                    66, 5, -128, -128, -128, -128, 8
                }))));
        assertRefused(
                model(concat(constant, message(1, concat(text(1, "s"), text(4, "ConstantOfShape"))))),
                "ConstantOfShape");
        byte[] small = message(5, concat(dimension(1), new byte[] {16, 7, 58, 1, 8}, text(8, "s")));
        assertThat(Inspection.of(model(concat(small, message(1, concat(text(1, "s"), text(4, "ConstantOfShape")))))))
                .isNotNull();
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

    private static void assertRefused(ByteBuffer model, String reason) {
        assertThatThrownBy(() -> Inspection.of(model))
                .isInstanceOf(GraphFormatException.class)
                .hasMessageContaining(reason);
    }

    private static byte[] dimension(int length) {
        return new byte[] {8, (byte) length};
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
        int tag = field << 3 | 2;
        byte[] header = tag < 128 ? new byte[] {(byte) tag} : new byte[] {(byte) (tag | 128), (byte) (tag >> 7)};
        return concat(header, new byte[] {(byte) value.length}, value);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
