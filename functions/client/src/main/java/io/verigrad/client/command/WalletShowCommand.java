package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.client.registry.TokenBalance;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Prints the payer's address and what it holds of each token that calls are paid with.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:shown", "2:wrong usage", "6:network"})
final class WalletShowCommand implements Callable<Integer> {
    private static final int MAX_ANSWER = 1 << 16;

    @Mixin
    private NetworkOptions options = new NetworkOptions();

    @Mixin
    private PayingOptions paying = new PayingOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws CommandFailure {
        NetworkFile network = options.read();
        Address address = paying.key(network, options).address();
        URI rpcUrl = network.rpcUrl()
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "the network file names no rpcUrl to ask"));
        Map<Address, TokenAmount> balances = new LinkedHashMap<>();
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(20), MAX_ANSWER)) {
            for (Address asset : network.assets()) {
                balances.put(asset, TokenBalance.of(http, rpcUrl, asset, address));
            }
        } catch (RegistryUnavailableException e) {
            throw new CommandFailure(ExitCode.NETWORK, "cannot ask the chain: " + e.getMessage(), e);
        }
        print(address, balances);
        return ExitCode.OK;
    }

    private void print(Address address, Map<Address, TokenAmount> balances) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode().put("address", address.toString());
            ObjectNode held = object.putObject("balances");
            balances.forEach((asset, balance) -> held.put(asset.toString(), balance.toString()));
            out.println(object);
            return;
        }
        out.println("address    " + address);
        balances.forEach((asset, balance) -> out.println("holds      " + balance + " of " + asset));
    }
}
