package io.verigrad.runner.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.SampleStore;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.api.Limits;
import io.verigrad.runner.execution.Tensor;
import io.verigrad.runner.store.Datatype;
import io.verigrad.runner.store.ModelManifest;
import io.verigrad.runner.store.TensorSpec;
import io.verigrad.samples.SampleModels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferRequestReaderTest {
    private static final Limits LIMITS = new Limits(1 << 20, 100, 4, 10);

    private static ModelManifest iris;

    @BeforeAll
    static void load() throws Exception {
        iris = SampleStore.model(SampleModels.IRIS).manifest();
    }

    @Test
    void readsFlatAndNestedDataAlike() throws Exception {
        InferRequest flat = read("{'id':'7','inputs':[{'name':'features','shape':[2,4],'datatype':'FP32',"
                + "'data':[1,2,3,4,5,6,7,8.5]}]}");
        InferRequest nested = read(
                "{'inputs':[{'name':'features','shape':[2,4],'datatype':'FP32'," + "'data':[[1,2,3,4],[5,6,7,8.5]]}]}");

        assertThat(flat.id()).contains("7");
        assertThat(flat.outputNames()).containsExactly("probabilities", "label");
        assertThat(flat.binaryOutputs()).isEmpty();
        assertThat(floats(flat)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8.5f).isEqualTo(floats(nested));
        assertThat(flat.elements()).isEqualTo(8);
    }

    @Test
    void givesOnlyTheOutputsThatWereAskedFor() throws Exception {
        InferRequest request = read("{'parameters':{},'outputs':[{'name':'label'}],'inputs':[{'name':'features',"
                + "'shape':[1,4],'datatype':'FP32','data':[1,2,3,4]}]}");

        assertThat(request.outputNames()).containsExactly("label");
    }

    /** Each row replaces {@code @} by a whole request or one input, and names the code and a part of the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "request | nothing | malformed_json | not JSON",
                "request | [] | invalid_tensor | to be an object",
                "request | {'inputs':[]} {} | malformed_json | not JSON",
                "request | {'inputs':[],'inputs':[]} | malformed_json | not JSON",
                "request | {} | invalid_tensor | expected an array of the inputs",
                "request | {'inputs':[]} | invalid_tensor | expected an array of the inputs",
                "request | {'inputs':{}} | invalid_tensor | expected an array of the inputs",
                "request | {'inputs':[7]} | invalid_tensor | to be an object",
                "request | {'extra':1,'inputs':[@]} | invalid_tensor | unknown member",
                "request | {'id':7,'inputs':[@]} | invalid_tensor | expected a text",
                "request | {'parameters':{'priority':1},'inputs':[@]} | unsupported_parameter | no parameter",
                "request | {'inputs':[@,@]} | invalid_tensor | given twice",
                "request | {'inputs':[@],'outputs':[]} | invalid_tensor | expected an array of outputs",
                "request | {'inputs':[@],'outputs':['label']} | invalid_tensor | to be an object",
                "request | {'inputs':[@],'outputs':[{'name':'x'}]} | invalid_tensor | unknown name",
                "request | {'inputs':[@],'outputs':[{'name':'label'},{'name':'label'}]} | invalid_tensor | twice",
                "request | {'inputs':[@],'outputs':[{'name':'label','parameters':{'classification':2}}]} | unsupported_parameter | no parameter",
                "request | {'inputs':[@],'outputs':[{'name':'label','parameters':{'binary_data':1}}]} | invalid_tensor | true or false",
                "request | {'parameters':{'binary_data_output':'yes'},'inputs':[@]} | invalid_tensor | true or false",
                "input | {'name':'other','shape':[1,4],'datatype':'FP32','data':[1,2,3,4]} | invalid_tensor | unknown name",
                "input | {'shape':[1,4],'datatype':'FP32','data':[1,2,3,4]} | invalid_tensor | unknown name",
                "input | {'name':'features','shape':[1,4],'datatype':'FP64','data':[1,2,3,4]} | invalid_tensor | expected datatype FP32",
                "input | {'name':'features','shape':[1,4],'data':[1,2,3,4]} | invalid_tensor | expected datatype FP32",
                "input | {'name':'features','shape':[4],'datatype':'FP32','data':[1,2,3,4]} | invalid_tensor | expected shape [-1, 4]",
                "input | {'name':'features','shape':[1,5],'datatype':'FP32','data':[1,2,3,4,5]} | invalid_tensor | expected shape [-1, 4]",
                "input | {'name':'features','shape':[0,4],'datatype':'FP32','data':[]} | invalid_tensor | expected shape [-1, 4]",
                "input | {'name':'features','shape':[-1,4],'datatype':'FP32','data':[1,2,3,4]} | invalid_tensor | expected shape [-1, 4]",
                "input | {'name':'features','shape':[1.5,4],'datatype':'FP32','data':[1,2,3,4]} | invalid_tensor | whole numbers",
                "input | {'name':'features','shape':'x','datatype':'FP32','data':[1,2,3,4]} | invalid_tensor | expected shape",
                "input | {'name':'features','datatype':'FP32','data':[1,2,3,4]} | invalid_tensor | expected shape",
                "input | {'name':'features','shape':[26,4],'datatype':'FP32','data':[1]} | invalid_tensor | at most 100 elements",
                "input | {'name':'features','shape':[4611686018427387904,4],'datatype':'FP32','data':[1]} | invalid_tensor | at most 100 elements",
                "input | {'name':'features','shape':[99999999999999999999,4],'datatype':'FP32','data':[1]} | invalid_tensor | whole numbers",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','data':[1,2,3]} | invalid_tensor | expected arrays",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','data':[1,2,3,4,5]} | invalid_tensor | expected arrays",
                "input | {'name':'features','shape':[2,4],'datatype':'FP32','data':[[1,2,3,4],[1,2,3]]} | invalid_tensor | expected arrays",
                "input | {'name':'features','shape':[2,4],'datatype':'FP32','data':[[1,2,3,4],5]} | invalid_tensor | no array",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32'} | invalid_tensor | no array",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','data':'AAAA'} | invalid_tensor | no array",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','data':['NaN',2,3,4]} | invalid_tensor | finite",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','data':[NaN,2,3,4]} | malformed_json | not JSON",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','data':[1e39,2,3,4]} | invalid_tensor | range of FP32",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','data':[1e999,2,3,4]} | invalid_tensor | finite",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','data':[null,2,3,4]} | invalid_tensor | finite",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','data':[true,2,3,4]} | invalid_tensor | finite",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','parameters':{'shared_memory_region':'x'}} | unsupported_parameter | no parameter",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','parameters':{'binary_data_size':4}} | invalid_tensor | expected 16",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','parameters':{'binary_data_size':'16'}} | invalid_tensor | expected 16",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','parameters':{'binary_data_size':16}} | invalid_tensor | found 0",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','parameters':{'binary_data_size':16},'data':[1,2,3,4]} | invalid_tensor | found both",
                "input | {'name':'features','shape':[1,4],'datatype':'FP32','blob':1,'data':[1,2,3,4]} | invalid_tensor | unknown member",
            })
    void refuses(String kind, String text, String code, String problem) {
        String good = "{'name':'features','shape':[1,4],'datatype':'FP32','data':[1,2,3,4]}";
        String json = kind.equals("input") ? "{'inputs':[" + text + "]}" : text.replace("@", good);

        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(InvalidRequestException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(400);
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().message()).contains(problem);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOL | true,false | 1,2",
                "UINT8 | 0,255 | 0,256",
                "INT8 | -128,127 | -129,1",
                "INT16 | -32768,32767 | 32768,1",
                "INT32 | -2147483648,2147483647 | 2147483648,1",
                "INT64 | -9223372036854775808,9223372036854775807 | 9223372036854775808,1",
                "INT64 | 1,2 | 1.0,2",
                "FP64 | 1e300,-0.5 | 1e999,1",
            })
    void takesExactlyTheValuesOfATypeAndWritesThemBack(Datatype type, String good, String bad) throws Exception {
        ModelManifest manifest = manifest(type);
        InferRequest request = read(manifest, body(type, good));

        String written = new String(
                InferResponseWriter.write(manifest, request.id(), request.inputs(), Set.of())
                        .body(),
                StandardCharsets.UTF_8);
        assertThat(written.replace("E", "e")).contains("[" + good.replace("1e300", "1.0e300") + "]");
        assertThatThrownBy(() -> read(manifest, body(type, bad))).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void saysWhichInputIsMissing() throws Exception {
        ModelManifest minilm = SampleStore.model(SampleModels.MINILM).manifest();

        assertThatThrownBy(() ->
                        read(minilm, "{'inputs':[{'name':'input_ids','shape':[1,1],'datatype':'INT64','data':[101]}]}"))
                .hasMessageContaining("attention_mask is missing");
    }

    @Test
    void countsTheElementsOfAllInputs() throws Exception {
        ModelManifest minilm = SampleStore.model(SampleModels.MINILM).manifest();
        String ids = "'shape':[1,60],'datatype':'INT64','data':"
                + IntStream.range(0, 60).boxed().toList() + "}";

        assertThatThrownBy(() -> read(
                        minilm, "{'inputs':[{'name':'input_ids'," + ids + ",{'name':'attention_mask'," + ids + "]}"))
                .hasMessageContaining("at most 100 elements");
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

    private static String body(Datatype type, String values) {
        return "{'inputs':[{'name':'x','shape':[2],'datatype':'" + type + "','data':[" + values + "]}]}";
    }

    private static float[] floats(InferRequest request) {
        Tensor tensor = request.inputs().getFirst();
        float[] values = new float[(int) tensor.elements()];
        tensor.data().asFloatBuffer().get(values);
        return values;
    }

    private static InferRequest read(String json) throws InvalidRequestException {
        return read(iris, json);
    }

    private static InferRequest read(ModelManifest manifest, String json) throws InvalidRequestException {
        return new InferRequestReader(manifest, LIMITS)
                .read(BinaryBody.json(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
