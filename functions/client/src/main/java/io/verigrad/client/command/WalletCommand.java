package io.verigrad.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "wallet",
        description = "Makes the key that pays, and says what it holds.",
        mixinStandardHelpOptions = true,
        subcommands = {WalletCreateCommand.class, WalletShowCommand.class})
final class WalletCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }
}
