package io.verigrad.devnet;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code verigrad} command of a checkout: the client's commands, and the local network. */
@Command(
        name = "verigrad",
        mixinStandardHelpOptions = true,
        description = "Pays for model calls, verifies what comes back, runs a local network.",
        subcommands = {DevnetCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
