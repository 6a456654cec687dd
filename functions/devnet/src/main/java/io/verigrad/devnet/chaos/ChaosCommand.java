package io.verigrad.devnet.chaos;

import io.verigrad.devnet.DevnetLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verigrad chaos}: faults under load, and an audit to the last unit. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Breaks a local network while many pay for calls, lets it settle and audits every unit. Exits 0"
                + " only if nothing was lost and nothing charged that was not proved.")
public final class ChaosCommand implements Callable<Integer> {
    private final Path home;

    @Option(names = "--calls", defaultValue = "1000", description = "answered at least; ${DEFAULT-VALUE}")
    private int calls;

    @Option(names = "--faults", defaultValue = "16", description = "${DEFAULT-VALUE}")
    private int faults;

    @Option(names = "--payers", defaultValue = "50", description = "${DEFAULT-VALUE}")
    private int payers;

    @Option(names = "--at-once", defaultValue = "32", description = "${DEFAULT-VALUE}")
    private int atOnce;

    @Option(names = "--seed", defaultValue = "1", description = "of payers and faults; ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--drain", defaultValue = "600", description = "seconds that settling may take; ${DEFAULT-VALUE}")
    private int drain;

    public ChaosCommand(Path home) {
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        DevnetLog.to(home.resolve(".verigrad/chaos.log"));
        ChaosReport report = new Chaos(
                        new Chaos.Plan(calls, faults, payers, atOnce, seed, Duration.ofSeconds(drain)), System.out)
                .run(home);
        report.print(System.out);
        return report.isGood() ? 0 : 1;
    }
}
