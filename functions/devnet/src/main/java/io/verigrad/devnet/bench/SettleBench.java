package io.verigrad.devnet.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code /settle} of exact payments with one signer on a chain with a block every two seconds. */
final class SettleBench {
    private static final int BLOCK_SECONDS = 2;
    private static final int WARM_UP = 256;

    private final Path home;
    private final PrintStream out;

    SettleBench(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /**
     * @param blocks how many times the payments in flight are settled
     */
    void run(List<Integer> inFlight, int blocks) throws IOException, InterruptedException {
        SignedPayments payments = new SignedPayments(11);
        try (BenchNetwork network = BenchNetwork.start(home, payments.payers())) {
            Subject ours = network.ours();
            Subject reference = network.reference(true);
            network.blocksEvery(BLOCK_SECONDS);
            for (Subject subject : List.of(ours, reference)) {
                loop(subject).once(payments.sign(WARM_UP), 64);
            }
            out.println();
            out.println("| in flight | facilitator | settled | per second | p50 | p99 | CPU per payment |");
            out.println("| --- | --- | --- | --- | --- | --- | --- |");
            for (int concurrency : inFlight) {
                for (Subject subject : List.of(ours, reference)) {
                    int count = concurrency * blocks;
                    Sample sample = loop(subject).once(payments.sign(count), concurrency);
                    out.printf(
                            "| %d | %s | %d of %d | %.1f | %.1f s | %.1f s | %.1f ms |%n",
                            concurrency,
                            subject.name(),
                            sample.good(),
                            count,
                            sample.perSecond(),
                            sample.percentile(0.5) / 1000,
                            sample.percentile(0.99) / 1000,
                            sample.cpuPerRequest());
                    if (!sample.failure().isEmpty()) {
                        out.println("  one of " + subject.name() + ": " + sample.failure());
                    }
                }
            }
        }
    }

    private static ClosedLoop loop(Subject subject) {
        return new ClosedLoop(subject, "/settle", answer -> answer.contains("\"success\":true"));
    }
}
