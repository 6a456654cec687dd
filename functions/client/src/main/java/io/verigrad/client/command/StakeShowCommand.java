package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.transaction.Account;
import io.verigrad.value.Address;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Says what the account holds, has staked with a validator and may claim.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:shown", "2:wrong usage", "6:network"})
final class StakeShowCommand implements Callable<Integer> {
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
            Stakes stakes = Stakes.of(account, contracts, with);
            spec.commandLine().getOut().println(options.json() ? json(account, stakes) : text(account, stakes));
            return ExitCode.OK;
        });
    }

    private static ObjectNode json(Account account, Stakes stakes) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("address", account.address().toString())
                .put("held", stakes.held().toString())
                .put("staked", stakes.staked().toString())
                .put("shares", stakes.shares().toString())
                .put("claimable", stakes.claimable().toString());
    }

    private static String text(Account account, Stakes stakes) {
        return """
                address    %s
                holds      %s base units of OPG
                staked     %s, as %s shares
                claimable  %s""".formatted(account.address(), stakes.held(), stakes.staked(), stakes.shares(), stakes.claimable());
    }
}
