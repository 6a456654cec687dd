package io.verigrad.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "vote",
        description = "Votes on proposals of the governor.",
        mixinStandardHelpOptions = true,
        subcommands = {VoteListCommand.class, VoteShowCommand.class, VoteCastCommand.class, VoteDelegateCommand.class})
final class VoteCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }
}
