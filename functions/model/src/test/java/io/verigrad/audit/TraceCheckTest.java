package io.verigrad.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sample model {@code tiny-integers}, with what ONNX Runtime 1.28.0 gave for it. */
class TraceCheckTest {
    private static final int[] INPUT = {0, 37, 74, 111, 148, 185, 222, 3, 40, 77, 114, 151, 188, 225, 6, 43};
    private static final int[] HIDDEN = {-5574, 9377, -26730, -40165, -16818, -18613, 9475, -5876};
    private static final int[] LOGITS = {7112, 11303, -1270, -13462};

    private final TraceCheck check = check();

    @Test
    void takesWhatTheLibraryGave() {
        assertThat(check.wrongLayer(INPUT, List.of(HIDDEN, LOGITS))).isEmpty();
    }

    @Test
    void namesTheLayerThatIsWrong() {
        assertThat(check.wrongLayer(INPUT, List.of(changed(HIDDEN), LOGITS))).hasValue(0);
        assertThat(check.wrongLayer(INPUT, List.of(HIDDEN, changed(LOGITS)))).hasValue(1);
        assertThat(check.wrongLayer(changed(INPUT), List.of(HIDDEN, LOGITS))).hasValue(0);
        assertThat(check.wrongLayer(INPUT, List.of(HIDDEN))).hasValue(1);
        assertThat(check.wrongLayer(INPUT, List.of(HIDDEN, LOGITS, LOGITS))).hasValue(2);
    }

    /** The weights are those of the sample: made of the same seed. */
    private static TraceCheck check() {
        Random random = new Random(20260103);
        IntegerLayer first = new IntegerLayer(16, 8, weights(random, 16 * 8));
        IntegerLayer second = new IntegerLayer(8, 4, weights(random, 8 * 4));
        return new TraceCheck(List.of(first, second), new TraceCheck.Between(64, 127), AuditSampleTest.seed(0));
    }

    private static byte[] weights(Random random, int count) {
        byte[] weights = new byte[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (byte) (random.nextInt(128) - 64);
        }
        return weights;
    }

    private static int[] changed(int[] values) {
        int[] changed = values.clone();
        changed[1] += 1;
        return changed;
    }
}
