package io.verigrad.client.command;

import io.verigrad.client.transaction.Abi;
import io.verigrad.client.transaction.TransactionOutcome;
import java.math.BigInteger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "withdraw",
        description = "Takes back stake that has thawed.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done on chain",
            "1:the contract refuses it",
            "2:wrong usage",
            "6:network, or not mined in time"
        })
final class StakeWithdrawCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "THAW", description = "The number that 'stake thaw' named.")
    private String thaw = "";

    @Mixin
    private AccountOptions options = new AccountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        BigInteger number = CommandArguments.number(thaw);
        return options.use((account, contracts) -> {
            TransactionOutcome.Done done = Transactions.done(
                    account,
                    contracts.validatorStaking(),
                    Abi.call("withdraw(uint256)", Abi.words().uint(number)));
            spec.commandLine()
                    .getOut()
                    .println(new TransactionReport()
                            .with("thaw", number)
                            .with(done)
                            .print(options.json()));
            return ExitCode.OK;
        });
    }
}
