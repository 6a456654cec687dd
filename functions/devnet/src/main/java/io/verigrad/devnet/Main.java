package io.verigrad.devnet;

import io.verigrad.client.command.VerigradCommand;
import io.verigrad.devnet.bench.BenchCommand;
import io.verigrad.devnet.chaos.ChaosCommand;
import io.verigrad.devnet.reconcile.LedgerCommand;
import io.verigrad.devnet.validators.ValidatorsCommand;
import picocli.CommandLine;

/** The {@code verigrad} command of a checkout: the client's commands, and the local network. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return VerigradCommand.commandLine()
                .addSubcommand(new DevnetCommand())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new LedgerCommand(Home.path()))
                .addSubcommand(new ValidatorsCommand(Home.path()))
                .addSubcommand(new ChaosCommand(Home.path()))
                .addSubcommand(new BenchCommand(Home.path()));
    }
}
