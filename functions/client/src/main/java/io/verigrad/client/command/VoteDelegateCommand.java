package io.verigrad.client.command;

import io.verigrad.client.transaction.Abi;
import io.verigrad.client.transaction.TransactionOutcome;
import io.verigrad.value.Address;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "delegate",
        description =
                "Gives the votes of the account's OPG to an account, itself for example; without it they do not count.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done on chain",
            "1:the contract refuses it",
            "2:wrong usage",
            "6:network, or not mined in time"
        })
final class VoteDelegateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "Who votes with them.")
    private String delegate = "";

    @Mixin
    private AccountOptions options = new AccountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Address to = CommandArguments.address(delegate);
        return options.use((account, contracts) -> {
            TransactionOutcome.Done done = Transactions.done(
                    account,
                    contracts.opg(),
                    Abi.call("delegate(address)", Abi.words().address(to)));
            spec.commandLine()
                    .getOut()
                    .println(new TransactionReport()
                            .with("delegate", to)
                            .with(done)
                            .print(options.json()));
            return ExitCode.OK;
        });
    }
}
