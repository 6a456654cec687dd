package io.verigrad.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = "Says what a runner offers.",
        mixinStandardHelpOptions = true,
        subcommands = {ModelsListCommand.class, ModelsShowCommand.class, ModelsPublishCommand.class})
final class ModelsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }
}
