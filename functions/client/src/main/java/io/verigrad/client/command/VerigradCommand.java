package io.verigrad.client.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code verigrad}. Others add their subcommands to {@link #commandLine}. */
@Command(
        name = "verigrad",
        description = "Pays for model calls and verifies what they prove.",
        mixinStandardHelpOptions = true,
        version = "verigrad 0.1.0-SNAPSHOT",
        subcommands = {
            CallCommand.class,
            ModelsCommand.class,
            ReceiptCommand.class,
            AttestationCommand.class,
            ChatCommand.class,
            ProxyCommand.class,
            WalletCommand.class,
            StakeCommand.class,
            VoteCommand.class,
            PriceCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class VerigradCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command line with everything that needs no local network. */
    public static CommandLine commandLine() {
        return new CommandLine(new VerigradCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, result) -> {
                    PrintWriter err = command.getErr();
                    if (exception instanceof CommandFailure failure) {
                        err.println("verigrad: " + failure.getMessage());
                        return failure.exitCode();
                    }
                    throw exception;
                });
    }

    /** Runs the command line and ends the process. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }
}
