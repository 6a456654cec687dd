package io.verigrad.client.command;

import io.verigrad.client.GovernedContracts;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.http.BoundedHttp;
import io.verigrad.client.registry.JsonRpc;
import io.verigrad.client.registry.RegistryUnavailableException;
import io.verigrad.client.transaction.Account;
import io.verigrad.crypto.PrivateKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that acts on chain for an account. */
final class AccountOptions {
    private static final int MAX_ANSWER = 4 << 20;

    @Mixin
    private NetworkOptions options = new NetworkOptions();

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "File with the account's key (default: the network file names the payer's).")
    private @Nullable Path keyFile;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long a transaction may take (default: ${DEFAULT-VALUE}).")
    private int timeout = 120;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** What a command does with its account. */
    @FunctionalInterface
    interface Use {
        int with(Account account, GovernedContracts contracts) throws CommandFailure, RegistryUnavailableException;
    }

    boolean json() {
        return json;
    }

    int use(Use use) throws CommandFailure {
        NetworkFile network = options.read();
        GovernedContracts contracts = network.contracts()
                .orElseThrow(
                        () -> new CommandFailure(
                                ExitCode.USAGE,
                                "expected the member contracts {opg, validatorStaking, governor, modelRegistry} in the network file"));
        URI rpcUrl = network.rpcUrl()
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "the network file names no rpcUrl to ask"));
        PrivateKey key = PayerKey.read(
                keyFile != null
                        ? keyFile
                        : options.resolve(network.payerKeyFile()
                                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "expected --key-file"))));
        try (BoundedHttp http = BoundedHttp.create(Duration.ofSeconds(20), MAX_ANSWER)) {
            return use.with(
                    new Account(new JsonRpc(http, rpcUrl), network.chainId(), key, Duration.ofSeconds(timeout)),
                    contracts);
        } catch (RegistryUnavailableException e) {
            throw new CommandFailure(ExitCode.NETWORK, "cannot ask the chain: " + e.getMessage(), e);
        }
    }
}
