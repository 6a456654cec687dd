package io.verigrad.attestation.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./verigrad bench attestation}: what appraisal costs beside the signatures in it. Both are measured in turn, several
 * times over, so that a busy machine slows both; the ratio is the median of those of the rounds.
 */
public final class AttestationBench {
    /** The row of evidence that was accepted before: no signature is looked at. */
    private static final String KNOWN = "known";

    private AttestationBench() {}

    /** Takes the number of rounds, and formats if not all of them. */
    public static void main(String[] args) throws RunnerException {
        int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        String[] formats = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        TreeMap<String, List<Round>> figures = new TreeMap<>();
        for (int i = 0; i < rounds; i++) {
            TreeMap<String, Double> whole = new TreeMap<>();
            TreeMap<String, Double> signatures = new TreeMap<>();
            for (RunResult result : run(formats)) {
                String format = result.getParams().getParam("format");
                boolean raw = result.getParams().getBenchmark().endsWith(".signatures");
                boolean known = result.getParams().getBenchmark().endsWith(".known");
                (raw ? signatures : whole)
                        .put(
                                known ? KNOWN : format == null ? "receipt" : format,
                                result.getPrimaryResult().getScore());
            }
            whole.forEach((name, score) -> figures.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(new Round(score, signatures.getOrDefault(name, Double.NaN))));
        }
        System.out.println("what         appraisal   signatures   ratio   a second and core");
        figures.forEach((name, all) -> {
            double whole = median(all.stream().map(Round::whole).toList());
            if (name.equals(KNOWN)) {
                System.out.printf(Locale.ROOT, "%-10s %8.1f us %31.0f%n", name, whole, 1e6 / whole);
                return;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %8.0f us  %8.0f us  %6.2f  %10.0f%n",
                    name,
                    whole,
                    median(all.stream().map(Round::signatures).toList()),
                    median(all.stream().map(Round::ratio).toList()),
                    1e6 / whole);
        });
    }

    private static Collection<RunResult> run(String[] formats) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(EvidenceBench.class.getName())
                .forks(1)
                // The arithmetic of P-384 is compiled late: the fewer judgements a second, the later.
                .warmupIterations(4)
                .warmupTime(TimeValue.seconds(5))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(2))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        if (formats.length > 0) {
            options.param("format", formats);
        } else {
            options.include(ReceiptBench.class.getName()).include(KnownBench.class.getName());
        }
        return new Runner(options.build()).run();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private record Round(double whole, double signatures) {
        double ratio() {
            return whole / signatures;
        }
    }
}
