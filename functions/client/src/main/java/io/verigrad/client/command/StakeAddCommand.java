package io.verigrad.client.command;

import io.verigrad.client.transaction.Abi;
import io.verigrad.client.transaction.TransactionOutcome;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "add",
        description = "Stakes OPG with a validator; it earns a share of the validator's fees, and is slashed with it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done on chain",
            "1:the contract refuses it",
            "2:wrong usage",
            "6:network, or not mined in time"
        })
final class StakeAddCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "VALIDATOR", description = "The address of the validator.")
    private String validator = "";

    @Parameters(index = "1", paramLabel = "UNITS", description = "How much, base units of OPG (10^18 are one OPG).")
    private String units = "";

    @Mixin
    private AccountOptions options = new AccountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Address with = CommandArguments.address(validator);
        TokenAmount amount = CommandArguments.amount(units);
        return options.use((account, contracts) -> {
            // No more than this is allowed to be taken, and all of it is taken in the next step.
            Transactions.done(
                    account,
                    contracts.opg(),
                    Abi.call(
                            "approve(address,uint256)",
                            Abi.words().address(contracts.validatorStaking()).uint(amount)));
            TransactionOutcome.Done done = Transactions.done(
                    account,
                    contracts.validatorStaking(),
                    Abi.call("stake(address,uint256)", Abi.words().address(with).uint(amount)));
            spec.commandLine()
                    .getOut()
                    .println(new TransactionReport()
                            .with("validator", with)
                            .with("staked", amount)
                            .with(done)
                            .print(options.json()));
            return ExitCode.OK;
        });
    }
}
