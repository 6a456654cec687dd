package io.verigrad.runner.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.SampleStore;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.store.Datatype;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.TensorSpec;
import io.verigrad.samples.SampleModels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryBodyTest {
    private static final Limits LIMITS = new Limits(1 << 20, 100, 4, 10);
    private static final byte[] FLOWER = floats(6.3f, 3.3f, 6.0f, 2.5f);

    private static ModelManifest iris;

    @BeforeAll
    static void load() throws Exception {
        iris = SampleStore.model(SampleModels.IRIS).manifest();
    }

    @Test
    void readsValuesAfterTheJson() throws Exception {
        byte[] json = json(input("features", 16));
        InferRequest request = read(iris, json, FLOWER, json.length);

        float[] values = new float[4];
        request.inputs().getFirst().data().asFloatBuffer().get(values);
        assertThat(values).containsExactly(6.3f, 3.3f, 6.0f, 2.5f);
        assertThat(request.binaryOutputs()).isEmpty();
    }

    /** What a receipt hashes has one meaning, whatever the header is changed to on the way. */
    @Test
    void takesNoOtherSizeOfTheJsonThanItsOwn() {
        // Values that are blanks in JSON: the one way to a longer JSON.
        byte[] blanks = new byte[16];
        Arrays.fill(blanks, (byte) ' ');
        byte[] json = json(input("features", 16));

        for (int size = 0; size <= json.length + 16; size++) {
            int declared = size;
            if (size == json.length) {
                continue;
            }
            assertThatThrownBy(() -> read(iris, json, blanks, declared))
                    .as("%d instead of %d", size, json.length)
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void findsTheEndOfTheJsonWithoutHeader() throws Exception {
        byte[] json = json(input("features", 16));

        BinaryBody body = BinaryBody.of(concat(json, FLOWER));

        assertThat(body.json()).isEqualTo(json);
        assertThat(new InferRequestReader(iris, LIMITS).read(body).elements()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.0", "99999999999", "4294967296", "5000", " 12"})
    void refusesASizeThatIsNone(String header) {
        assertThatThrownBy(() -> BinaryBody.of(new byte[100], Optional.of(header)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected the size of the JSON");
    }

    @Test
    void refusesBytesThatBelongToNoTensor() {
        byte[] json = json(input("features", 16));

        assertThatThrownBy(() -> read(iris, json, concat(FLOWER, new byte[3]), json.length))
                .hasMessageContaining("3 bytes after the JSON belong to no tensor");
    }

    @Test
    void refusesFewerBytesThanATensorHas() {
        byte[] json = json(input("features", 16));

        assertThatThrownBy(() -> read(iris, json, Arrays.copyOf(FLOWER, 15), json.length))
                .hasMessageContaining("expected 16 bytes after the JSON, found 15");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesNumbersThatAreNotFinite(float value) {
        byte[] json = json(input("features", 16));

        assertThatThrownBy(() -> read(iris, json, floats(1, value, 3, 4), json.length))
                .hasMessageContaining("finite");
    }

    @Test
    void refusesATruthThatIsNeitherZeroNorOne() {
        ModelManifest manifest = manifest(Datatype.BOOL);
        byte[] json = json(input("x", "BOOL", "2", 2));

        assertThatThrownBy(() -> read(manifest, json, new byte[] {1, 2}, json.length))
                .hasMessageContaining("expected 0 or 1");
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 0001",
        "UINT8, 00ff",
        "INT8, 807f",
        "INT16, 0080ff7f",
        "INT32, 00000080ffffff7f",
        "INT64, 0000000000000080ffffffffffffff7f",
        "FP32, 000000bf0000c07f",
        "FP64, 000000000000e0bf000000000000f07f"
    })
    void writesBackWhatItReadBitForBit(Datatype type, String hex) throws Exception {
        ModelManifest manifest = manifest(type);
        byte[] values = HexFormat.of().parseHex(hex);
        byte[] finite = values.clone();
        if (type == Datatype.FP32 || type == Datatype.FP64) {
            // What a model gives may be infinite or no number, and then it is told as it is.
            Arrays.fill(finite, finite.length / 2, finite.length, (byte) 0);
        }
        byte[] json = json(input("x", type.name(), "2", values.length), "'parameters':{'binary_data_output':true},");
        InferRequest request = read(manifest, json, finite, json.length);
        request.inputs().getFirst().data().put(0, values);

        InferResponse response =
                InferResponseWriter.write(manifest, Optional.empty(), request.inputs(), request.binaryOutputs());

        int size = response.jsonSize().orElseThrow();
        assertThat(Arrays.copyOfRange(response.body(), size, response.body().length))
                .isEqualTo(values);
        assertThat(new String(response.body(), 0, size, StandardCharsets.UTF_8))
                .contains("\"parameters\":{\"binary_data_size\":" + values.length + "}")
                .doesNotContain("\"data\"");
    }

    @Test
    void anOutputSaysItselfHowItIsWritten() throws Exception {
        byte[] json = json(
                input("features", 16),
                "'parameters':{'binary_data_output':true},'outputs':[{'name':'label','parameters':"
                        + "{'binary_data':false}},{'name':'probabilities'}],");

        assertThat(read(iris, json, FLOWER, json.length).binaryOutputs()).isEqualTo(Set.of("probabilities"));
    }

    private static String input(String name, int size) {
        return input(name, "FP32", "1,4", size);
    }

    private static String input(String name, String type, String shape, int size) {
        return "{'name':'" + name + "','shape':[" + shape + "],'datatype':'" + type
                + "','parameters':{'binary_data_size':" + size + "}}";
    }

    private static byte[] json(String input) {
        return json(input, "");
    }

    private static byte[] json(String input, String more) {
        return ("{" + more + "'inputs':[" + input + "]}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static InferRequest read(ModelManifest manifest, byte[] json, byte[] values, int declared)
            throws InvalidRequestException {
        BinaryBody body = BinaryBody.of(concat(json, values), Optional.of(Integer.toString(declared)));
        return new InferRequestReader(manifest, LIMITS).read(body);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static ModelManifest manifest(Datatype type) {
        List<TensorSpec> specs = List.of(new TensorSpec("x", type, List.of(2L)));
        return new ModelManifest(
                1,
                "m",
                "1",
                iris.task(),
                iris.model(),
                iris.files(),
                specs,
                specs,
                iris.embeddings(),
                iris.generation(),
                iris.scoring(),
                List.of(),
                "x",
                "x",
                "x");
    }
}
