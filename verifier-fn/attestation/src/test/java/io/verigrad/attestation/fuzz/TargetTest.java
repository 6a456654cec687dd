package io.verigrad.attestation.fuzz;

import static org.assertj.core.api.Assertions.assertThatNoException;

import io.verigrad.value.Bytes;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps the targets working where nobody fuzzes: good inputs, and some of chance. */
class TargetTest {
    @ParameterizedTest
    @EnumSource(Target.class)
    void readsGoodAndBadInputs(Target target) {
        long seed = Long.getLong("verigrad.seed", System.nanoTime());
        Random random = new Random(seed);
        Target.Subject subject = target.subject();

        assertThatNoException().isThrownBy(() -> subject.read(subject.seed().toArray()));
        for (int i = 0; i < 50; i++) {
            byte[] input = subject.seed().toArray();
            int at = random.nextInt(input.length);
            input[at] = (byte) random.nextInt(256);
            byte[] cut = Bytes.of(input).slice(0, at).toArray();
            assertThatNoException().as("seed " + seed + ", offset " + at).isThrownBy(() -> {
                subject.read(input);
                subject.read(cut);
            });
        }
    }
}
