package io.verigrad.client.command;

import io.verigrad.client.transaction.Abi;
import io.verigrad.client.transaction.TransactionOutcome;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "thaw",
        description = "Starts to take stake back; the last line names what 'stake withdraw' needs once it has thawed.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done on chain",
            "1:the contract refuses it",
            "2:wrong usage",
            "6:network, or not mined in time"
        })
final class StakeThawCommand implements Callable<Integer> {
    private static final String THAWING = "Thawing(uint256,address,address,uint256,uint48)";

    @Parameters(index = "0", paramLabel = "VALIDATOR", description = "The address of the validator.")
    private String validator = "";

    @Parameters(index = "1", paramLabel = "SHARES", description = "How many shares, as 'stake show' says them.")
    private String units = "";

    @Mixin
    private AccountOptions options = new AccountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        Address with = CommandArguments.address(validator);
        TokenAmount shares = CommandArguments.amount(units);
        return options.use((account, contracts) -> {
            Bytes call =
                    Abi.call("thaw(address,uint256)", Abi.words().address(with).uint(shares));
            TransactionOutcome.Done done = Transactions.done(account, contracts.validatorStaking(), call);
            Hash32 thaw = account.topic(done.transaction(), contracts.validatorStaking(), THAWING, 1);
            spec.commandLine()
                    .getOut()
                    .println(new TransactionReport()
                            .with("validator", with)
                            .with(done)
                            .with("thaw", Abi.number(thaw.bytes(), 0))
                            .print(options.json()));
            return ExitCode.OK;
        });
    }
}
