package io.verigrad.client.command;

import java.math.BigInteger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description =
                "Shows a proposal: its state, its votes, how long it can be voted on, and the account's own power.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:shown", "1:there is no such proposal", "2:wrong usage", "6:network"})
final class VoteShowCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "PROPOSAL",
            description = "The proposal's id, as the explorer and the governor name it.")
    private String proposal = "";

    @Mixin
    private AccountOptions options = new AccountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        BigInteger id = CommandArguments.number(proposal);
        return options.use((account, contracts) -> {
            spec.commandLine()
                    .getOut()
                    .println(Proposal.of(account, contracts.governor(), id).print(options.json()));
            return ExitCode.OK;
        });
    }
}
