package io.verigrad.devnet;

import io.verigrad.chain.Chain;
import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.AnvilBinary;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.devnet.DevnetGenesis;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import io.verigrad.ledger.testing.LedgerDatabase;
import io.verigrad.ledger.testing.Postmaster;
import io.verigrad.samples.SampleModels;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the services stand on: a chain with the contracts, database, broker, models, keys and policy. */
record Infrastructure(
        Anvil anvil,
        DevnetContracts contracts,
        Chain chain,
        Address vault,
        KafkaBroker broker,
        LedgerDatabase database,
        Postmaster postmaster,
        Path models,
        Path keys,
        DevnetPolicy policy,
        Hash32 runtimeDigest) {
    private static final TokenAmount PAYER_FUNDS = TokenAmount.of(1_000_000_000);
    private static final List<String> TOPICS = List.of(
            InferenceAttested.TOPIC,
            InferenceAttested.TOPIC + ".dlq",
            InferenceAppraised.TOPIC,
            InferenceAppraised.TOPIC + ".dlq");

    private record ChainWithContracts(Anvil anvil, Chain chain, DevnetContracts contracts, Address vault) {}

    /** Starts the parts side by side. */
    static Infrastructure start(DevnetOptions options, Resources resources, Progress progress)
            throws IOException, InterruptedException {
        Path keys = writeKeys(options.state());
        Hash32 runtimeDigest = RunnerImage.digest(options.home().resolve("gpu-runner"));
        DevnetPolicy policy = DevnetPolicy.write(keys, runtimeDigest, Clock.systemUTC());
        for (Committee.Fellow fellow : options.committee().fellows()) {
            Directories.writeSecret(
                    keys.resolve(fellow.name()), fellow.key().secret().toString());
            Files.writeString(
                    keys.resolve(fellow.name() + ".yaml"),
                    fellow.policy().apply(Files.readString(policy.policyFile())));
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ChainWithContracts> chain =
                    executor.submit(timed("chain", progress, () -> chain(options, policy, resources)));
            Future<LedgerDatabase> database =
                    executor.submit(timed("PostgreSQL", progress, () -> database(options, resources)));
            Future<KafkaBroker> broker = executor.submit(timed("Kafka", progress, () -> broker(options, resources)));
            Future<Path> models = executor.submit(timed("models", progress, () -> models(options)));
            return new Infrastructure(
                    await(chain).anvil(),
                    await(chain).contracts(),
                    await(chain).chain(),
                    await(chain).vault(),
                    await(broker),
                    await(database),
                    new Postmaster(postgres(options)),
                    await(models),
                    keys,
                    policy,
                    runtimeDigest);
        }
    }

    private static Path writeKeys(Path state) throws IOException {
        Path keys = Directories.fresh(state.resolve("keys"));
        Directories.writeSecret(
                keys.resolve("facilitator"), Accounts.FACILITATOR.secret().toString());
        Directories.writeSecret(
                keys.resolve("validator"), Accounts.VALIDATOR.secret().toString());
        Directories.writeSecret(
                keys.resolve("settler"), Accounts.SETTLER.secret().toString());
        Directories.writeSecret(keys.resolve("payer"), Accounts.PAYER.secret().toString());
        return keys;
    }

    private static ChainWithContracts chain(DevnetOptions options, DevnetPolicy policy, Resources resources)
            throws Exception {
        Anvil anvil = resources.hold(Anvil.start(
                AnvilBinary.find(options.home()),
                options.state().resolve("chain"),
                OptionalInt.of(options.ports().chain())));
        DevnetContracts contracts = DevnetContracts.deploy(
                anvil.rpcUrl(),
                new DevnetGenesis(
                        Accounts.ADMINISTRATOR.address(),
                        weights(options.committee()),
                        policy.measurementSets(),
                        Accounts.TREASURY.address(),
                        funds(options),
                        List.of(Accounts.SETTLER.address(), Accounts.FACILITATOR.address())));
        Chain chain = resources.hold(Chain.connect(contracts.config(anvil.rpcUrl())));
        return new ChainWithContracts(anvil, chain, contracts, chain.vaultOf(Accounts.HOST.address()));
    }

    private static Map<Address, Long> weights(Committee committee) {
        Map<Address, Long> weights = new HashMap<>();
        weights.put(Accounts.VALIDATOR.address(), committee.weight());
        committee.fellows().forEach(fellow -> weights.put(fellow.key().address(), fellow.weight()));
        return weights;
    }

    private static Map<Address, TokenAmount> funds(DevnetOptions options) {
        return Stream.concat(
                        Stream.of(Accounts.PAYER, Accounts.OTHER_PAYER, Accounts.UNTRUSTED_PAYER)
                                .map(PrivateKey::address),
                        options.payers().stream())
                .collect(Collectors.toMap(Function.identity(), payer -> PAYER_FUNDS));
    }

    private static LedgerDatabase database(DevnetOptions options, Resources resources) {
        return resources.hold(LedgerDatabase.embedded(
                postgres(options), OptionalInt.of(options.ports().postgres())));
    }

    private static Path postgres(DevnetOptions options) {
        return options.state().resolve("postgres");
    }

    private static KafkaBroker broker(DevnetOptions options, Resources resources) throws Exception {
        KafkaBroker broker = resources.hold(new KafkaBroker(
                options.state().resolve("kafka"),
                options.ports().kafka(),
                options.ports().kafkaController()));
        broker.start();
        broker.createTopics(TOPICS);
        return broker;
    }

    /** Models are kept over restarts: they are content-addressed and checked. Networks beside each other share them. */
    private static Path models(DevnetOptions options) throws IOException {
        Path store = Files.createDirectories(options.home().resolve(".verigrad/models"));
        SampleModels.writeTo(store);
        return store;
    }

    private static <T> Callable<T> timed(String part, Progress progress, Callable<T> start) {
        return () -> {
            progress.report(part, "starting");
            T started = start.call();
            progress.report(part, "ready");
            return started;
        };
    }

    private static <T> T await(Future<T> part) throws IOException, InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw new IOException("the local network cannot start: " + e.getMessage(), e);
        }
    }
}
