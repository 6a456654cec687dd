package io.verigrad.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "receipt",
        description = "Works with receipts.",
        mixinStandardHelpOptions = true,
        subcommands = {ReceiptShowCommand.class, ReceiptVerifyCommand.class, ReceiptRecheckCommand.class})
final class ReceiptCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }
}
