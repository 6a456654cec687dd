package io.verigrad.devnet.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /verify} of exact payments: ours and the reference's in turn, at each concurrency. */
final class VerifyBench {
    private static final int BODIES = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private final Path home;
    private final PrintStream out;
    private final int rounds;
    private final Duration round;

    VerifyBench(Path home, PrintStream out, int rounds, Duration round) {
        this.home = home;
        this.out = out;
        this.rounds = rounds;
        this.round = round;
    }

    void run(List<Integer> concurrencies) throws IOException, InterruptedException {
        SignedPayments payments = new SignedPayments(7);
        try (BenchNetwork network = BenchNetwork.start(home, payments.payers())) {
            List<byte[]> bodies = payments.sign(BODIES);
            List<Subject> subjects = List.of(network.ours(), network.reference(false));
            network.noMoreBlocks();
            for (Subject subject : subjects) {
                loop(subject).forTime(bodies, 32, WARM_UP);
            }
            Map<String, List<Sample>> samples = new LinkedHashMap<>();
            for (int concurrency : concurrencies) {
                for (int i = 0; i < rounds; i++) {
                    for (Subject subject : subjects) {
                        double chain = ProcessCpu.millis(network.anvil().pid());
                        Sample sample = loop(subject).forTime(bodies, concurrency, round);
                        if (sample.good() < sample.latencies().length) {
                            throw new IOException(subject.name() + " refused a good payment: " + sample.failure());
                        }
                        double chainPerRequest =
                                (ProcessCpu.millis(network.anvil().pid()) - chain) / sample.latencies().length;
                        out.printf(
                                "  round %d, %2d at once, %-9s %7.1f/s, %.2f ms of CPU (chain %.2f), p50 %.1f, p99 %.1f ms%n",
                                i + 1,
                                concurrency,
                                subject.name(),
                                sample.perSecond(),
                                sample.cpuPerRequest(),
                                chainPerRequest,
                                sample.percentile(0.5),
                                sample.percentile(0.99));
                        samples.computeIfAbsent(concurrency + " " + subject.name(), key -> new ArrayList<>())
                                .add(sample);
                    }
                }
            }
            Tables.verify(out, concurrencies, samples);
        }
    }

    private static ClosedLoop loop(Subject subject) {
        return new ClosedLoop(subject, "/verify", answer -> answer.contains("\"isValid\":true"));
    }
}
