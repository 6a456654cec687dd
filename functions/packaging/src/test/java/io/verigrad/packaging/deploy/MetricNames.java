package io.verigrad.packaging.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that our programs have, as their sources name them. */
final class MetricNames {
    private static final Path HOME = Path.of("../..");
    /** Of the scraper itself. */
    private static final Set<String> PROMETHEUS = Set.of("up");

    private static final Pattern IN_SOURCES = Pattern.compile("\"((?:verigrad\\.runner|gen_ai)\\.[a-z._]+)\"");
    private static final Pattern IN_QUERIES = Pattern.compile("\\b(up|(?:verigrad|gen_ai)_[a-z_]+)\\b");
    private static final Pattern LEDGER = Pattern.compile("select '([a-z.]+)'");

    private MetricNames() {}

    /** The metrics that an expression of Prometheus names; labels are none. */
    static Set<String> in(String expression) {
        return IN_QUERIES
                .matcher(expression.replaceAll("by \\([^)]*\\)", ""))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static boolean exists(String metric) {
        return PROMETHEUS.contains(metric)
                || ofTheLedger().contains(metric)
                || ofTheRunner().stream()
                        .anyMatch(name -> metric.matches(name + "(_seconds)?(_sum|_count|_bucket|_total|_max)?"));
    }

    static Set<String> ofTheLedger() {
        return LEDGER.matcher(read(HOME.resolve(
                        "functions/explorer-fn/src/main/java/io/verigrad/explorer/measure/LedgerNumbers.java")))
                .results()
                .map(match -> "verigrad_ledger_" + match.group(1).replace('.', '_'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ofTheRunner() {
        try (Stream<Path> sources = Files.walk(HOME.resolve("gpu-runner/src/main/java"))) {
            return sources.filter(file -> file.toString().endsWith(".java"))
                    .map(MetricNames::read)
                    .flatMap(source -> IN_SOURCES.matcher(source).results())
                    .map(match -> match.group(1).replace('.', '_'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
