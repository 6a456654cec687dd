package io.verigrad.runner.bench;

import java.util.ArrayList;
import java.util.List;

/** Interleaved rounds: each measures all in turn, so that whatever else the machine does meets all of them. */
public final class Rounds {
    private static final int WARM_UP = 2;

    /** Measures something once. */
    public interface Measure {
        double take() throws Exception;
    }

    private Rounds() {}

    /** The median of each over so many rounds. */
    public static double[] medians(int rounds, List<Measure> measures) throws Exception {
        List<double[]> found = new ArrayList<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            double[] row = new double[measures.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = measures.get(i).take();
            }
            if (round >= 0) {
                found.add(row);
            }
        }
        double[] medians = new double[measures.size()];
        for (int i = 0; i < medians.length; i++) {
            int column = i;
            medians[i] = median(found.stream().mapToDouble(row -> row[column]).toArray());
        }
        return medians;
    }

    public static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
