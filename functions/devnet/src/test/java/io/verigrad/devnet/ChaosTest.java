package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.devnet.chaos.ChaosCommand;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A short run of {@code verigrad chaos}; {@code -Dchaos.calls} and {@code -Dchaos.faults} make it longer. */
class ChaosTest {
    /** Its first six faults: a reorganisation, dear blocks, settlement-fn killed, events twice, sessions cut, the chain killed. */
    private static final int SEED = 38;

    @Test
    void losesAndChargesNothingWrongUnderFaults() {
        int status = new CommandLine(
                        new ChaosCommand(Path.of("../..").toAbsolutePath().normalize()))
                .execute(
                        "--seed=" + SEED,
                        "--calls=" + System.getProperty("chaos.calls", "200"),
                        "--faults=" + System.getProperty("chaos.faults", "6"),
                        "--drain=240");

        assertThat(status).as("what the audit found is printed above").isZero();
    }
}
