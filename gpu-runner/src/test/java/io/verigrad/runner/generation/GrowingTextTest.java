package io.verigrad.runner.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.runner.SampleStore;
import io.verigrad.runner.execution.TextTokenizer;
import io.verigrad.samples.SampleModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sample's tokens are bytes, so that every character of another script comes in parts. */
class GrowingTextTest {
    private static TextTokenizer tokenizer;

    private final List<String> pieces = new ArrayList<>();

    @BeforeAll
    static void load() throws Exception {
        tokenizer = TextTokenizer.load(SampleStore.model(SampleModels.DECODER).file("tokenizer.json"));
    }

    @Test
    void givesOutWholeCharacters() {
        GrowingText text = grown("a漢é!", List.of());
        text.end();

        assertThat(pieces).containsExactly("a", "漢", "é", "!");
        assertThat(text.text()).isEqualTo("a漢é!");
    }

    @Test
    void givesOutHalfACharacterAtTheEndOnly() {
        GrowingText text = text(List.of());
        text.add('x');
        text.add(0xe6);

        assertThat(pieces).containsExactly("x");
        text.end();
        assertThat(text.text()).isEqualTo("x\uFFFD");
    }

    @Test
    void holdsBackWhatMayBeAStop() {
        GrowingText text = grown("so, sto", List.of("stop"));

        assertThat(String.join("", pieces)).isEqualTo("so, ");
        text.add('r');
        assertThat(String.join("", pieces)).isEqualTo("so, stor");
    }

    @Test
    void endsAtTheFirstOfTheStops() {
        GrowingText text = text(List.of("cd", "bc"));

        assertThat(text.add('a')).isFalse();
        assertThat(text.add('b')).isFalse();
        assertThat(text.add('c')).isTrue();
        assertThat(text.text()).isEqualTo("a");
        assertThat(text.count()).isEqualTo(3);
    }

    @Test
    void countsTheTokensOfAPiece() {
        List<Integer> counts = new ArrayList<>();
        GrowingText text = new GrowingText(tokenizer, List.of(), (_, tokens) -> counts.add(tokens));
        for (byte b : "漢a".getBytes(StandardCharsets.UTF_8)) {
            text.add(b & 0xff);
        }

        assertThat(counts).containsExactly(3, 4);
    }

    private GrowingText grown(String content, List<String> stops) {
        GrowingText text = text(stops);
        for (byte b : content.getBytes(StandardCharsets.UTF_8)) {
            text.add(b & 0xff);
        }
        return text;
    }

    private GrowingText text(List<String> stops) {
        return new GrowingText(tokenizer, stops, (piece, _) -> pieces.add(piece));
    }
}
