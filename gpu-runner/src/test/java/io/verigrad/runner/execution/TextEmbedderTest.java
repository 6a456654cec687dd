package io.verigrad.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.verigrad.runner.SampleStore;
import io.verigrad.samples.SampleModels;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextEmbedderTest {
    private static Model model;

    @BeforeAll
    static void load() throws Exception {
        model = SampleStore.model(SampleModels.MINILM);
    }

    @Test
    void addsTheSpecialTokensAndNoPadding() throws Exception {
        assertThat(model.tokenizer().encode("hello world")).containsExactly(101, 7592, 2088, 102);
    }

    @Test
    void cutsNothing() throws Exception {
        assertThat(model.tokenizer().encode("word ".repeat(300))).hasSize(302);
    }

    @Test
    void tokenisesAnyUnicode() throws Exception {
        assertThat(model.tokenizer().encode("naïve 漢字 \uD83D\uDE00 \u0000 \uD800"))
                .hasSizeGreaterThan(4);
    }

    @Test
    void givesVectorsOfLengthOne() throws Exception {
        float[] vector = embed("The quick brown fox");

        assertThat(vector).hasSize(384);
        assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-6));
    }

    @Test
    void placesLikeNextToLike() throws Exception {
        float[] cat = embed("A cat sits on the mat.");
        float[] kitten = embed("A kitten is sitting on a rug.");
        float[] bonds = embed("Interest rates moved the bond market.");

        assertThat(cosine(cat, kitten)).isGreaterThan(0.5);
        assertThat(cosine(cat, bonds)).isLessThan(0.2);
    }

    @Test
    void givesTheSameBitsEveryTime() throws Exception {
        assertThat(embed("hello world")).isEqualTo(embed("hello world"));
    }

    @Test
    void givesTheVectorThatTheModelsAuthorsPublish() throws Exception {
        float[] vector = embed("hello world");

        assertThat(vector[0]).isCloseTo(-0.034477f, within(1e-5f));
        assertThat(vector[1]).isCloseTo(0.031023f, within(1e-5f));
        assertThat(vector[2]).isCloseTo(0.006735f, within(1e-5f));
    }

    private static float[] embed(String text) throws RunException {
        return model.embedder().embed(model.tokenizer().encode(text));
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
