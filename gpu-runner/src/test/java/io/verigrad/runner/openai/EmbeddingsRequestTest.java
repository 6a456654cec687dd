package io.verigrad.runner.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.runner.openai.EmbeddingsRequest.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingsRequestTest {
    @Test
    void readsOneText() throws Exception {
        assertThat(read("{'model':'m','input':'hello'}"))
                .isEqualTo(new EmbeddingsRequest("m", List.of("hello"), Encoding.FLOAT));
    }

    @Test
    void readsManyTexts() throws Exception {
        assertThat(read("{'model':'m','input':['a','b'],'encoding_format':'base64','user':'u'}"))
                .isEqualTo(new EmbeddingsRequest("m", List.of("a", "b"), Encoding.BASE64));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nothing | malformed_json | body",
                "[] | invalid_type | body",
                "{'input':'a'} | invalid_type | model",
                "{'model':7,'input':'a'} | invalid_type | model",
                "{'model':'m'} | invalid_type | input",
                "{'model':'m','input':''} | invalid_type | input",
                "{'model':'m','input':[]} | invalid_type | input",
                "{'model':'m','input':['a','']} | invalid_type | input",
                "{'model':'m','input':[1,2]} | invalid_type | input",
                "{'model':'m','input':[[1,2]]} | invalid_type | input",
                "{'model':'m','input':['a','a','a','a']} | invalid_type | input",
                "{'model':'m','input':'a','encoding_format':'hex'} | invalid_value | encoding_format",
                "{'model':'m','input':'a','encoding_format':null} | invalid_value | encoding_format",
                "{'model':'m','input':'a','dimensions':3} | unsupported_parameter | dimensions",
                "{'model':'m','input':'a','stream':true} | unsupported_parameter | stream",
            })
    void refuses(String json, String code, String parameter) {
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(InvalidRequestException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().parameter()).contains(parameter);
            assertThat(e.problem().status()).isEqualTo(400);
        });
    }

    private static EmbeddingsRequest read(String json) throws InvalidRequestException {
        return EmbeddingsRequest.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 3);
    }
}
