package io.verigrad.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.verigrad.crypto.Sha256;
import io.verigrad.value.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditSampleTest {
    private static final Hash32 ROOT = Sha256.hash("root".getBytes(StandardCharsets.US_ASCII));

    @Test
    void isTheSameForEverybody() {
        assertThat(AuditSample.draw(seed(1), 1000, 5)).isEqualTo(AuditSample.draw(seed(1), 1000, 5));
        assertThat(AuditSample.draw(seed(1), 1000, 5)).isNotEqualTo(AuditSample.draw(seed(2), 1000, 5));
        assertThat(AuditSample.draw(new AuditSeed(Hash32.ZERO, beacon(1)), 1000, 5))
                .as("another batch")
                .isNotEqualTo(AuditSample.draw(seed(1), 1000, 5));
    }

    @Test
    void drawsEachReceiptAtMostOnce() {
        for (int size = 0; size <= 20; size++) {
            List<Integer> drawn = AuditSample.draw(seed(size), 20, size);
            assertThat(new HashSet<>(drawn)).hasSize(size);
            assertThat(drawn).isSorted().allMatch(place -> place >= 0 && place < 20);
        }
        assertThatThrownBy(() -> AuditSample.draw(seed(0), 3, 4)).hasMessageContaining("0 to 3");
    }

    @Test
    void findsWhatItShouldAsOftenAsItSays() {
        Set<Integer> wrong = Set.of(3, 50, 77, 99);
        int found = 0;
        int trials = 4000;
        for (int trial = 0; trial < trials; trial++) {
            found += AuditSample.draw(seed(trial), 100, 20).stream().anyMatch(wrong::contains) ? 1 : 0;
        }

        assertThat(found / (double) trials).isCloseTo(AuditSample.detection(100, 4, 20), within(0.03));
    }

    @Test
    void knowsHowManyAreEnough() {
        // 1 % wrong among very many: 1 - 0.99^299 is 95 %, 1 - 0.99^459 is 99 %.
        assertThat(AuditSample.sizeFor(10_000_000, 100_000, 0.95)).isEqualTo(299);
        assertThat(AuditSample.sizeFor(10_000_000, 100_000, 0.99)).isEqualTo(459);
        assertThat(AuditSample.sizeFor(10, 1, 1)).isEqualTo(10);
        assertThat(AuditSample.detection(10, 0, 10)).isZero();
        assertThat(AuditSample.detection(10, 1, 10)).isEqualTo(1);
    }

    static AuditSeed seed(int number) {
        return new AuditSeed(ROOT, beacon(number));
    }

    private static Hash32 beacon(int number) {
        return Sha256.hash(("block " + number).getBytes(StandardCharsets.US_ASCII));
    }
}
