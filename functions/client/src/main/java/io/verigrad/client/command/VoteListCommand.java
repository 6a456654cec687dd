package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.client.transaction.Account;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "Lists the newest proposals of the governor with their states.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:listed", "2:wrong usage", "6:network"})
final class VoteListCommand implements Callable<Integer> {
    @Option(
            names = "--blocks",
            paramLabel = "NUMBER",
            defaultValue = "1296000",
            description = "How many of the newest blocks to look through (default: ${DEFAULT-VALUE}, a month on Base).")
    private long blocks = 1_296_000;

    @Mixin
    private AccountOptions options = new AccountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        if (blocks < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--blocks: expected at least 1, found " + blocks);
        }
        return options.use((account, contracts) -> {
            Address governor = contracts.governor();
            List<Bytes> events = account.events(governor, ProposedText.EVENT).newest(blocks);
            print(account, governor, events);
            return ExitCode.OK;
        });
    }

    private void print(Account account, Address governor, List<Bytes> events)
            throws CommandFailure, RegistryUnavailableException {
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Bytes event : events) {
            ProposedText proposed = ProposedText.of(event);
            Proposal proposal = Proposal.of(account, governor, proposed.id());
            array.addObject()
                    .put("proposal", proposed.id().toString())
                    .put("state", proposal.state())
                    .put("proposer", proposed.proposer().toString())
                    .put("text", proposed.text());
            if (!options.json()) {
                out.printf("%s%n    %-9s %s%n", proposed.id(), proposal.state(), proposed.text());
            }
        }
        if (options.json()) {
            out.println(array);
        } else if (events.isEmpty()) {
            out.printf("no proposals in the newest %d blocks%n", blocks);
        }
    }
}
