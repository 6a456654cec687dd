package io.verigrad.devnet.bench;

import io.verigrad.chain.Chain;
import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.AnvilBinary;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.devnet.DevnetGenesis;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.devnet.Accounts;
import io.verigrad.devnet.DevnetLog;
import io.verigrad.devnet.ServiceProcess;
import io.verigrad.ledger.testing.LedgerDatabase;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A chain, a database, our facilitator as production packages it, and the reference, each in a process of its own. */
final class BenchNetwork implements AutoCloseable {
    private static final TokenAmount FUNDS = TokenAmount.of(1_000_000_000);
    private static final PrivateKey REFERENCE_FACILITATOR = Accounts.SETTLER;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path home;
    private final Path state;
    private final Anvil anvil;
    private final DevnetContracts contracts;
    private final LedgerDatabase database;

    private BenchNetwork(Path home, Collection<Address> payers) throws IOException {
        this.home = home;
        this.state = Files.createTempDirectory("verigrad-bench");
        DevnetLog.to(state.resolve("parts.log"));
        this.anvil = hold(Anvil.start(AnvilBinary.find(home), state.resolve("chain"), OptionalInt.empty()));
        Map<Address, TokenAmount> funds =
                payers.stream().distinct().collect(Collectors.toMap(Function.identity(), payer -> FUNDS));
        this.contracts = DevnetContracts.deploy(
                anvil.rpcUrl(),
                new DevnetGenesis(
                        Accounts.ADMINISTRATOR.address(),
                        Map.of(Accounts.VALIDATOR.address(), 1L),
                        List.of(Hash32.ZERO),
                        Accounts.TREASURY.address(),
                        funds,
                        List.of(Accounts.FACILITATOR.address(), REFERENCE_FACILITATOR.address())));
        this.database = hold(LedgerDatabase.embedded(state.resolve("postgres"), OptionalInt.empty()));
    }

    static BenchNetwork start(Path home, Collection<Address> payers) throws IOException {
        return new BenchNetwork(home, payers);
    }

    Anvil anvil() {
        return anvil;
    }

    /** Has the chain make a block every so many seconds, and none between. */
    void blocksEvery(int seconds) throws IOException, InterruptedException {
        ask("evm_setAutomine", "false");
        ask("evm_setIntervalMining", Integer.toString(seconds));
    }

    /** Stops blocks: this chain keeps no history, and the reference gives up if one comes while it asks. */
    void noMoreBlocks() throws IOException, InterruptedException {
        ask("evm_setIntervalMining", "0");
    }

    /** What an account has of the token that is paid with. */
    TokenAmount balanceOf(Address owner) throws ChainUnavailableException {
        try (Chain chain = Chain.connect(contracts.config(anvil.rpcUrl()))) {
            return chain.balanceOf(contracts.usdc(), owner);
        }
    }

    /** An instance of our facilitator, with bounds that do not bind. Several share the database and the account. */
    Subject ours() throws IOException, InterruptedException {
        String instance = "payment-fn-" + parts.size();
        Map<String, String> properties = new TreeMap<>();
        properties.put("quarkus.datasource.reactive.url", database.reactiveUrl());
        properties.put("quarkus.datasource.username", database.username());
        properties.put("quarkus.datasource.password", database.password());
        properties.put("verigrad.chain.rpc-url", anvil.rpcUrl().toString());
        properties.put("verigrad.chain.settlement", contracts.settlement().toString());
        properties.put(
                "verigrad.chain.enclave-registry", contracts.enclaveRegistry().toString());
        properties.put("verigrad.payment.key-file", key("ours", Accounts.FACILITATOR));
        properties.put("verigrad.payment.assets.USDC.address", contracts.usdc().toString());
        properties.put("verigrad.payment.assets.USDC.name", "USDC");
        properties.put("verigrad.payment.assets.USDC.version", "2");
        properties.put("verigrad.payment.settle.at-once", "2048");
        properties.put("verigrad.payment.settle.open", "100000");
        properties.put("verigrad.payment.settle.open-per-party", "100000");
        properties.put("verigrad.payment.requests-per-client", "1000000");
        properties.put("verigrad.payment.confirmations", "1");
        Path configuration = Files.writeString(
                state.resolve(instance + ".properties"),
                properties.entrySet().stream()
                        .map(entry -> entry.getKey() + '=' + entry.getValue() + '\n')
                        .collect(Collectors.joining()));
        ServiceProcess process = hold(ServiceProcess.inProduction(
                "payment-fn",
                home.resolve("functions/payment-fn/target/quarkus-app"),
                state.resolve(instance + ".log"),
                freePort(),
                configuration));
        process.start();
        process.awaitReady();
        return new Subject("verigrad", process.url(), process.pid());
    }

    /** The reference facilitator; a nonce manager lets it settle more than one payment at a time. */
    Subject reference(boolean withNonceManager) throws IOException, InterruptedException {
        Path folder = home.resolve("functions/bench");
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            throw new IOException("the reference is not installed; run: npm ci --prefix " + folder);
        }
        int port = freePort();
        Process process = new ProcessBuilder(
                        "node",
                        "facilitator.mjs",
                        anvil.rpcUrl().toString(),
                        Integer.toString(port),
                        key("reference", REFERENCE_FACILITATOR),
                        withNonceManager ? "nonce-manager" : "stock")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(state.resolve("reference.log").toFile())
                .start();
        hold(() -> {
            process.destroy();
            process.waitFor(5, TimeUnit.SECONDS);
        });
        URI url = URI.create("http://127.0.0.1:" + port);
        awaitAnswer(url.resolve("/supported"), process);
        return new Subject("reference", url, process.pid());
    }

    private void ask(String method, String parameter) throws IOException, InterruptedException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + parameter + "]}";
        try (HttpClient http = HttpClient.newHttpClient()) {
            String answer = http.send(
                            HttpRequest.newBuilder(anvil.rpcUrl())
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            if (answer.contains("\"error\"")) {
                throw new IOException(method + ": " + answer);
            }
        }
    }

    private static void awaitAnswer(URI url, Process process) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (process.isAlive()) {
                try {
                    http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding());
                    return;
                } catch (IOException notYet) {
                    Thread.sleep(50);
                }
            }
        }
        throw new IOException("the reference facilitator does not start");
    }

    private String key(String name, PrivateKey key) throws IOException {
        return Files.writeString(state.resolve(name + ".key"), key.secret() + "\n")
                .toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private <T extends AutoCloseable> T hold(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IOException("a part of the bench did not stop", e);
            }
        }
    }
}
