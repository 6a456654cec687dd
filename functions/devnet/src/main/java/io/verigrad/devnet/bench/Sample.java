package io.verigrad.devnet.bench;

import java.util.List;

/**
 * What one run showed.
 *
 * @param latencies in nanoseconds, ascending
 * @param good how many of the answers were a success
 * @param cpuMillis what the server used
 * @param failure an answer that was no success, or nothing
 */
record Sample(long[] latencies, int good, double seconds, double cpuMillis, String failure) {
    double perSecond() {
        return good / seconds;
    }

    double cpuPerRequest() {
        return cpuMillis / latencies.length;
    }

    /** Milliseconds that this share of the answers took at most. */
    double percentile(double share) {
        int index = (int) Math.ceil(share * latencies.length) - 1;
        return latencies[Math.max(0, index)] / 1e6;
    }

    /** The one in the middle by what {@code measure} says. */
    static double median(List<Sample> samples, java.util.function.ToDoubleFunction<Sample> measure) {
        double[] values = samples.stream().mapToDouble(measure).sorted().toArray();
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
