package io.verigrad.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FreivaldsTest {
    private final Random random = new Random(11);

    @Test
    void passesEveryRightProduct() {
        for (int size = 1; size <= 64; size *= 2) {
            IntegerLayer layer = layer(size, 70 - size);
            Freivalds check = new Freivalds(layer, AuditSampleTest.seed(size));
            for (int i = 0; i < 50; i++) {
                int[] x = random.ints(size, -255, 256).toArray();
                assertThat(check.holds(x, product(layer, x))).isTrue();
            }
        }
    }

    @Test
    void catchesEveryWrongBit() {
        IntegerLayer layer = layer(40, 30);
        Freivalds check = new Freivalds(layer, AuditSampleTest.seed(0));
        int[] x = random.ints(40, 0, 256).toArray();
        for (int column = 0; column < 30; column++) {
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                int[] y = product(layer, x);
                y[column] ^= 1 << bit;
                assertThat(check.holds(x, y)).isFalse();
            }
        }
        assertThat(check.holds(x, new int[29])).isFalse();
        assertThat(check.holds(new int[39], new int[30])).isFalse();
    }

    @Test
    void isExactAtTheLargestNumbers() {
        IntegerLayer layer = new IntegerLayer(1, 1, new byte[] {1});
        Freivalds check = new Freivalds(layer, AuditSampleTest.seed(0));
        for (int value : new int[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) {
            assertThat(check.holds(new int[] {value}, new int[] {value})).isTrue();
            assertThat(check.holds(new int[] {value}, new int[] {value ^ 1})).isFalse();
        }
        assertThat(check.holds(new int[] {Integer.MIN_VALUE}, new int[] {Integer.MAX_VALUE}))
                .as("what differs by all of 32 bits")
                .isFalse();
    }

    @Test
    void missesAsRarelyAsItSays() {
        // With p = 127 one round misses one wrong product of 127, and two rounds one of 16,129.
        IntegerLayer layer = layer(6, 5);
        int[] x = random.ints(6, 0, 256).toArray();
        int[] y = product(layer, x);
        y[2] += 5;
        int trials = 40_000;
        int once = 0;
        int twice = 0;
        for (int trial = 0; trial < trials; trial++) {
            once += new Freivalds(layer, AuditSampleTest.seed(trial), 7, 1).holds(x, y) ? 1 : 0;
            twice += new Freivalds(layer, AuditSampleTest.seed(trial), 7, 2).holds(x, y) ? 1 : 0;
        }

        assertThat(once / (double) trials).isCloseTo(1 / 127.0, within(0.002));
        assertThat(twice).isLessThan(15);
    }

    @Test
    void refusesWeightsThatAreNoMatrix() {
        assertThatThrownBy(() -> new IntegerLayer(2, 3, new byte[5])).hasMessageContaining("2 times 3");
    }

    private IntegerLayer layer(int inputs, int outputs) {
        byte[] weights = new byte[inputs * outputs];
        random.nextBytes(weights);
        return new IntegerLayer(inputs, outputs, weights);
    }

    static int[] product(IntegerLayer layer, int[] x) {
        int[] y = new int[layer.outputs()];
        for (int row = 0; row < layer.inputs(); row++) {
            for (int column = 0; column < layer.outputs(); column++) {
                y[column] += x[row] * layer.weight(row, column);
            }
        }
        return y;
    }
}
