package io.verigrad.devnet.bench;

import io.verigrad.devnet.DevnetLog;
import io.verigrad.devnet.chaos.SettlementBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verigrad bench}: figures of the facilitator beside those of the reference, and of starts. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures the facilitator beside the reference, and how functions start, on this machine.")
public final class BenchCommand {
    private final Path home;

    public BenchCommand(Path home) {
        this.home = home;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "/verify of exact payments at several concurrencies.")
    int verify(
            @Option(names = "--at-once", split = ",", defaultValue = "8,32", description = "${DEFAULT-VALUE}")
                    List<Integer> concurrencies,
            @Option(names = "--rounds", defaultValue = "3", description = "${DEFAULT-VALUE}") int rounds,
            @Option(names = "--seconds", defaultValue = "8", description = "of a round; ${DEFAULT-VALUE}") int seconds)
            throws Exception {
        new VerifyBench(home, System.out, rounds, Duration.ofSeconds(seconds)).run(concurrencies);
        return 0;
    }

    @Command(
            name = "settle",
            mixinStandardHelpOptions = true,
            description = "/settle with one signer on a chain with a block every two seconds.")
    int settle(
            @Option(names = "--in-flight", split = ",", defaultValue = "32,512", description = "${DEFAULT-VALUE}")
                    List<Integer> inFlight,
            @Option(names = "--times", defaultValue = "4", description = "that so many are settled; ${DEFAULT-VALUE}")
                    int times)
            throws Exception {
        new SettleBench(home, System.out).run(inFlight, times);
        return 0;
    }

    @Command(
            name = "call",
            mixinStandardHelpOptions = true,
            description = "What paying adds to a call of a model, on a whole local network.")
    int call(@Option(names = "--calls", defaultValue = "300", description = "${DEFAULT-VALUE}") int calls)
            throws Exception {
        new CallBench(home, System.out).run(calls);
        return 0;
    }

    @Command(
            name = "settlement",
            mixinStandardHelpOptions = true,
            description = "settled payments per second of one settlement-fn, from paid calls to the chain.")
    int settlement(@Option(names = "--calls", defaultValue = "4000", description = "${DEFAULT-VALUE}") int calls)
            throws Exception {
        DevnetLog.to(home.resolve(".verigrad/bench.log"));
        new SettlementBench(home, System.out).run(calls);
        return 0;
    }

    @Command(
            name = "startup",
            mixinStandardHelpOptions = true,
            description = "From the start of each function's process to its first answer, with and without AOT cache.")
    int startup(@Option(names = "--rounds", defaultValue = "10", description = "${DEFAULT-VALUE}") int rounds)
            throws Exception {
        new StartupBench(home, System.out, rounds).run();
        return 0;
    }
}
