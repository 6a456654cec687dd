package io.verigrad.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "stake",
        description = "Stakes OPG with a validator, and takes it back.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StakeShowCommand.class,
            StakeAddCommand.class,
            StakeThawCommand.class,
            StakeWithdrawCommand.class,
            StakeClaimCommand.class
        })
final class StakeCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }
}
