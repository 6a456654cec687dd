package io.verigrad.client.command;

import io.verigrad.client.transaction.Abi;
import io.verigrad.client.transaction.TransactionOutcome;
import java.math.BigInteger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "cast",
        description = "Votes on a proposal with what is delegated to the account and what it has staked.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done on chain",
            "1:the contract refuses it",
            "2:wrong usage",
            "6:network, or not mined in time"
        })
final class VoteCastCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "PROPOSAL",
            description = "The proposal's id, as the explorer and the governor name it.")
    private String proposal = "";

    @Parameters(index = "1", paramLabel = "CHOICE", description = "One of ${COMPLETION-CANDIDATES}.")
    private Choice choice = Choice.ABSTAIN;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; anybody can read it.")
    private String reason = "";

    /** As the governor counts them. */
    private enum Choice {
        AGAINST,
        FOR,
        ABSTAIN
    }

    @Mixin
    private AccountOptions options = new AccountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        BigInteger id = CommandArguments.number(proposal);
        return options.use((account, contracts) -> {
            TransactionOutcome.Done done = Transactions.done(
                    account,
                    contracts.governor(),
                    Abi.call(
                            "castVoteWithReason(uint256,uint8,string)",
                            Abi.words().uint(id).uint(choice.ordinal()),
                            reason));
            spec.commandLine()
                    .getOut()
                    .println(new TransactionReport()
                            .with("proposal", id)
                            .with("vote", choice)
                            .with(done)
                            .print(options.json()));
            return ExitCode.OK;
        });
    }
}
