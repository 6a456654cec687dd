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
        name = "claim",
        description = "Claims what the stake with a validator has earned.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done on chain",
            "1:the contract refuses it",
            "2:wrong usage",
            "6:network, or not mined in time"
        })
final class StakeClaimCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "VALIDATOR", description = "The address of the validator.")
    private String validator = "";

    @Mixin
    private AccountOptions options = new AccountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Address with = CommandArguments.address(validator);
        return options.use((account, contracts) -> {
            TransactionOutcome.Done done = Transactions.done(
                    account,
                    contracts.validatorStaking(),
                    Abi.call("claim(address)", Abi.words().address(with)));
            spec.commandLine()
                    .getOut()
                    .println(new TransactionReport()
                            .with("validator", with)
                            .with(done)
                            .print(options.json()));
            return ExitCode.OK;
        });
    }
}
