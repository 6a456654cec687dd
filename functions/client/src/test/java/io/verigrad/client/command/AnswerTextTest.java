package io.verigrad.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerTextTest {
    @Test
    void tellsOfALongVectorWhatPeopleWantToKnow() {
        String vector =
                IntStream.range(0, 400).mapToObj(i -> i < 4 ? "0.5" : "0").collect(Collectors.joining(","));

        String text = abridged("{\"data\":[{\"embedding\":[" + vector + "],\"index\":0}],\"usage\":[1,2,3]}");

        assertThat(text)
                .contains("\"400 numbers: 0.5000, 0.5000, 0.5000, ... (Euclidean length 1.0000)\"")
                .contains("\"index\" : 0")
                .contains("[ 1, 2, 3 ]");
    }

    @Test
    void leavesTextsAlone() {
        assertThat(abridged("{\"choices\":[{\"text\":\"hello\"}]}")).contains("\"text\" : \"hello\"");
    }

    @Test
    void disarmsWhatIsNoJson() {
        assertThat(abridged("a\u001b[2Jb\nc")).isEqualTo("a?[2Jb\nc");
    }

    private static String abridged(String answer) {
        return AnswerText.abridged(Bytes.of(answer.getBytes(StandardCharsets.UTF_8)));
    }
}
