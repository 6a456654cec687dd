package io.verigrad.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    record Sample(Hash32 hash, TokenAmount amount) {}

    private static final String HASH = "0x" + "11".repeat(32);

    @Test
    void readsWhatItWrites() throws MalformedJsonException {
        Sample sample = new Sample(Hash32.parse(HASH), TokenAmount.of(7));

        assertThat(Json.read(Json.write(sample), Sample.class)).isEqualTo(sample);
    }

    record WithOption(Optional<String> note, @DecimalString long count) {}

    @Test
    void readsAnAbsentOptionAsEmptyAndNothingElse() throws MalformedJsonException {
        WithOption empty = new WithOption(Optional.empty(), 3);
        byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);

        assertThat(Json.read(Json.write(empty), WithOption.class)).isEqualTo(empty);
        assertThatThrownBy(() -> Json.read(nothing, WithOption.class)).isInstanceOf(MalformedJsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"hash\":\"" + "HASH" + "\"}",
                "{\"hash\":\"HASH\",\"amount\":null}",
                "{\"hash\":\"HASH\",\"amount\":\"1\",\"amount\":\"2\"}",
                "{\"hash\":\"HASH\",\"amount\":\"1\"} {}",
                "{\"hash\":\"HASH\",\"amount\":\"-1\"}",
                "{\"hash\":\"0x11\",\"amount\":\"1\"}"
            })
    void refusesWhatIsNotExactlyThat(String json) {
        byte[] bytes = json.replace("HASH", HASH).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(bytes, Sample.class)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void namesTheMemberThatIsWrong() {
        byte[] json = ("{\"hash\":\"" + HASH + "\",\"amount\":\"1.5\"}").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(json, Sample.class))
                .hasMessageContaining("at amount")
                .hasMessageContaining("expected a decimal amount");
    }

    @Test
    void refusesDeepNesting() {
        byte[] json = "[".repeat(200).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(json, Object.class)).isInstanceOf(MalformedJsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "{\"secret\":1,\"secret\":2}",
                "{\"hash\":\"secret\",\"amount\":\"1\"}",
                "{\"hash\":\"HASH\",\"amount\":\"secret\"}",
                "{\"hash\":{\"secret\":1},\"amount\":\"1\"}",
                "{\"hash\":\"HASH\",\"amount\":\"1\"} secret",
            })
    void repeatsNothingOfWhatItRefuses(String json) {
        byte[] bytes = json.replace("HASH", HASH).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(bytes, Sample.class))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("malformed Sample")
                .hasMessageContaining("line 1")
                .hasNoCause()
                .message()
                .doesNotContainIgnoringCase("secret");
    }

    record Counts(Map<String, Integer> counts) {}

    @Test
    void doesNotRepeatTheKeysOfMaps() {
        byte[] json = "{\"counts\":{\"secret\":\"secret\"}}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(json, Counts.class))
                .hasMessageContaining("at counts.[key]")
                .message()
                .doesNotContain("secret");
    }
}
