package io.verigrad.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "price",
        description = "States what a token is worth, for runners that quote in it.",
        mixinStandardHelpOptions = true,
        subcommands = PriceSignCommand.class)
final class PriceCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }
}
