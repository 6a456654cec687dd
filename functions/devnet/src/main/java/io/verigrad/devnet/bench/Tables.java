package io.verigrad.devnet.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Medians over the rounds, as Markdown. */
final class Tables {
    private Tables() {}

    static void verify(PrintStream out, List<Integer> concurrencies, Map<String, List<Sample>> samples) {
        out.println();
        out.println("| at once | facilitator | requests/s | CPU per request | p50 | p99 |");
        out.println("| --- | --- | --- | --- | --- | --- |");
        for (int concurrency : concurrencies) {
            for (String name : List.of("verigrad", "reference")) {
                List<Sample> found = samples.getOrDefault(concurrency + " " + name, List.of());
                out.printf(
                        "| %d | %s | %.1f | %.2f ms | %.1f ms | %.1f ms |%n",
                        concurrency,
                        name,
                        Sample.median(found, Sample::perSecond),
                        Sample.median(found, Sample::cpuPerRequest),
                        Sample.median(found, sample -> sample.percentile(0.5)),
                        Sample.median(found, sample -> sample.percentile(0.99)));
            }
            List<Sample> ours = samples.getOrDefault(concurrency + " verigrad", List.of());
            List<Sample> theirs = samples.getOrDefault(concurrency + " reference", List.of());
            out.printf(
                    "| %d | ratio | %.1f times | 1/%.1f | | |%n",
                    concurrency,
                    Sample.median(ours, Sample::perSecond) / Sample.median(theirs, Sample::perSecond),
                    Sample.median(theirs, Sample::cpuPerRequest) / Sample.median(ours, Sample::cpuPerRequest));
        }
    }
}
