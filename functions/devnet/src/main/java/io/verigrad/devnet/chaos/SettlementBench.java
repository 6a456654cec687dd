package io.verigrad.devnet.chaos;

import io.verigrad.devnet.Devnet;
import io.verigrad.devnet.DevnetOptions;
import io.verigrad.devnet.Progress;
import io.verigrad.devnet.reconcile.Node;
import io.verigrad.devnet.reconcile.SettledOnChain;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How fast one settlement-fn with one key settles on a chain with a block every two seconds, and how soon. */
public final class SettlementBench {
    private static final int BLOCK_SECONDS = 2;
    /** Of Base, July 2025; a node for development has a fifth of it. */
    private static final String BLOCK_GAS = "0x8f0d180";

    private static final int PAYERS = 50;
    private static final int AT_ONCE = 32;
    private static final Duration DRAIN = Duration.ofMinutes(5);

    private final Path home;
    private final PrintStream out;

    public SettlementBench(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** Measures with so many calls at once on the way to settlement, and as many again that settle while others call. */
    public void run(int calls) throws Exception {
        Payers payers = Payers.of(PAYERS, 1);
        DevnetOptions options =
                DevnetOptions.free(home, "bench").withPayers(payers.addresses()).withConfirmations(1);
        try (Devnet devnet = Devnet.start(options, Progress.SILENT);
                Node node = new Node(devnet.rpcUrl())) {
            node.ask("evm_setBlockGasLimit", BLOCK_GAS);
            node.blocksEvery(BLOCK_SECONDS);
            SettledOnChain chain = new SettledOnChain(node, devnet.contracts().settlement());
            out.println("settlement               payments  blocks  settled/s  answer to block: p50     p99");
            devnet.settlement().kill();
            List<Attempt> waiting = call(devnet, payers, calls, 1);
            devnet.settlement().start();
            report("of a backlog", waiting, settled(devnet, chain, waiting), false);
            List<Attempt> live = call(devnet, payers, calls, 2);
            report("while others call", live, settled(devnet, chain, live), true);
        }
    }

    private static List<Attempt> call(Devnet devnet, Payers payers, int calls, long seed) throws InterruptedException {
        try (Load load = new Load(devnet.runner(), payers, AT_ONCE, seed)) {
            while (load.answered() < calls) {
                Thread.sleep(20);
            }
            return load.finish();
        }
    }

    private static Map<Hash32, Instant> settled(Devnet devnet, SettledOnChain chain, List<Attempt> attempts)
            throws Exception {
        new Drain(devnet, DRAIN).run();
        Map<Hash32, Instant> times = chain.times();
        times.keySet().retainAll(attempts.stream().map(Attempt::paymentId).toList());
        long answered =
                attempts.stream().filter(Attempt.Answered.class::isInstance).count();
        if (times.size() < answered) {
            throw new IOException("expected " + answered + " settled payments, found " + times.size());
        }
        return times;
    }

    private void report(String what, List<Attempt> attempts, Map<Hash32, Instant> times, boolean withLatency) {
        Collection<Instant> blocks = times.values();
        Instant first = blocks.stream().min(Instant::compareTo).orElseThrow();
        Instant last = blocks.stream().max(Instant::compareTo).orElseThrow();
        // The first block took payments of its own two seconds.
        double seconds = Duration.between(first, last).toSeconds() + BLOCK_SECONDS;
        String latency = withLatency ? latency(attempts, times) : "";
        out.printf(
                "%-22s  %9d %7d %10.0f  %s%n",
                what, times.size(), blocks.stream().distinct().count(), times.size() / seconds, latency);
    }

    private static String latency(List<Attempt> attempts, Map<Hash32, Instant> times) {
        long[] millis = attempts.stream()
                .filter(Attempt.Answered.class::isInstance)
                .map(Attempt.Answered.class::cast)
                .mapToLong(answered -> Duration.between(
                                answered.at(), Objects.requireNonNull(times.get(answered.paymentId())))
                        .toMillis())
                .sorted()
                .toArray();
        return "%15.1f s %6.1f s"
                .formatted(millis[millis.length / 2] / 1000.0, millis[millis.length * 99 / 100] / 1000.0);
    }
}
