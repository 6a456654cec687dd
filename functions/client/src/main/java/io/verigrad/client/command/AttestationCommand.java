package io.verigrad.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "attestation",
        description = "Works with evidence of runners.",
        mixinStandardHelpOptions = true,
        subcommands = {AttestationShowCommand.class, AttestationVerifyCommand.class, AttestationReferenceCommand.class})
final class AttestationCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Expected a command");
    }
}
