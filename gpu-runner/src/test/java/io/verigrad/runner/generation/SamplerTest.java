package io.verigrad.runner.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final float[] LOGITS = {1, 3, 2, 3, -5};

    @Test
    void takesTheLikeliestTokenAndOfEqualsTheFirst() {
        assertThat(new Sampler(sampling(0, 1, 0, 1)).next(LOGITS)).isEqualTo(1);
    }

    @Test
    void repeatsItselfForASeed() {
        assertThat(drawn(sampling(1, 1, 0, 42))).isEqualTo(drawn(sampling(1, 1, 0, 42)));
        assertThat(drawn(sampling(1, 1, 0, 42))).isNotEqualTo(drawn(sampling(1, 1, 0, 43)));
    }

    @Test
    void drawsByLikelihood() {
        List<Integer> drawn = drawn(sampling(1, 1, 0, 7));

        // softmax: 0.054, 0.399, 0.147, 0.399, 0.0001
        assertThat(drawn.stream().filter(token -> token == 1).count()).isBetween(350L, 460L);
        assertThat(drawn.stream().filter(token -> token == 2).count()).isBetween(110L, 190L);
    }

    @Test
    void considersOnlyTheTopK() {
        assertThat(drawn(sampling(2, 1, 2, 7))).containsOnly(1, 3);
        assertThat(drawn(sampling(2, 1, 1, 7))).containsOnly(1);
    }

    @Test
    void considersOnlyTheNucleus() {
        assertThat(drawn(sampling(1, 0.39, 0, 7))).containsOnly(1);
        assertThat(drawn(sampling(1, 0.79, 0, 7))).containsOnly(1, 3);
        assertThat(drawn(sampling(1, 0.9, 0, 7))).containsOnly(1, 2, 3);
    }

    @Test
    void takesTheNucleusOfTheTopK() {
        assertThat(drawn(sampling(1, 0.5, 3, 7))).containsOnly(1, 3);
    }

    @Test
    void drawsFromManyTokensAsFromSortedOnes() {
        float[] logits = new float[50_000];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (random.nextDouble() * 12 - 4);
        }
        logits[77] = Float.NEGATIVE_INFINITY;
        int[] sorted = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> -logits[token])
                        .thenComparingInt(token -> token))
                .mapToInt(Integer::intValue)
                .toArray();

        Likeliest tokens = new Likeliest(logits);

        assertThat(IntStream.range(0, sorted.length).map(_ -> tokens.poll()).toArray())
                .isEqualTo(sorted);
        assertThat(new Sampler(sampling(0.7, 0.9, 0, 5)).next(logits)).isBetween(0, logits.length);
    }

    @Test
    void ofEqualTokensTheFirstComesFirst() {
        Likeliest tokens = new Likeliest(new float[] {-0f, 1, 0f, 1, -1, -2});

        assertThat(IntStream.range(0, 6).map(_ -> tokens.poll()).toArray()).containsExactly(1, 3, 0, 2, 4, 5);
    }

    @Test
    void drawsNothingFromWhatIsNoNumber() {
        float[] logits = {Float.NaN, Float.NaN};

        assertThatThrownBy(() -> new Sampler(sampling(0, 1, 0, 1)).next(logits)).hasMessageContaining("no numbers");
        assertThatThrownBy(() -> new Sampler(sampling(1, 0.9, 0, 1)).next(logits))
                .hasMessageContaining("no numbers");
    }

    @Test
    void refusesAbsurdParameters() {
        assertThatThrownBy(() -> sampling(Double.NaN, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sampling(1, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> drawn(Sampling sampling) {
        Sampler sampler = new Sampler(sampling);
        return IntStream.range(0, 1000).mapToObj(_ -> sampler.next(LOGITS)).toList();
    }

    private static Sampling sampling(double temperature, double topP, int topK, long seed) {
        return new Sampling(temperature, topP, topK, seed, 10, List.of());
    }
}
