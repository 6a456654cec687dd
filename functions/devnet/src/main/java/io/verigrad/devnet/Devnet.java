package io.verigrad.devnet;

import io.verigrad.attestation.software.SoftwareRoot;
import io.verigrad.chain.Chain;
import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.client.GovernedContracts;
import io.verigrad.client.NetworkFile;
import io.verigrad.ledger.testing.LedgerDatabase;
import io.verigrad.ledger.testing.Postmaster;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A running local network: a real chain, database and broker, and the services as production packages them, in
 * processes of their own. It ends with {@link #close}; what fails to start takes the rest down with it.
 */
public final class Devnet implements AutoCloseable {
    private final Infrastructure infrastructure;
    private final ServiceSettings settings;
    private final Services services;
    private final Resources resources;

    private Devnet(Infrastructure infrastructure, ServiceSettings settings, Services services, Resources resources) {
        this.infrastructure = infrastructure;
        this.settings = settings;
        this.services = services;
        this.resources = resources;
    }

    /**
     * Starts a network and returns when its enclave is registered.
     *
     * @throws IOException if a part does not start; the message says which and why
     */
    public static Devnet start(DevnetOptions options, Progress progress) throws IOException, InterruptedException {
        options.ports().requireFree();
        Directories.fresh(options.state());
        Resources resources = new Resources();
        Thread onExit = new Thread(resources::close, "devnet-stop");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            Infrastructure infrastructure = Infrastructure.start(options, resources, progress);
            ServiceSettings settings = settings(
                    options,
                    infrastructure,
                    resources.hold(LocalUpstream.start()).url(),
                    resources.hold(LocalPrices.start(
                            options.state().resolve("opg-usd"),
                            infrastructure
                                    .contracts()
                                    .config(infrastructure.anvil().rpcUrl())
                                    .chainId(),
                            infrastructure.contracts().opg())));
            Services services = Services.start(options, settings, resources, progress);
            return new Devnet(infrastructure, settings, services, resources);
        } catch (IOException | InterruptedException | RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    public ServiceProcess runner() {
        return services.runner();
    }

    /**
     * Starts one more runner, of another operator, for whoever wants a second opinion. It ends with the network if not
     * closed before, and is ready once {@link ServiceProcess#awaitReady} returns.
     */
    public ServiceProcess startAnotherRunner() throws IOException {
        return resources.hold(Services.startAnotherRunner(settings.options(), settings));
    }

    /** Starts one more payment-fn beside the first. It ends with the network if not closed before. */
    ServiceProcess startAnotherPayment() throws IOException {
        return resources.hold(Services.startAnotherPayment(settings.options(), settings));
    }

    public ServiceProcess payment() {
        return services.payment();
    }

    public ServiceProcess verifier() {
        return services.verifier();
    }

    /** Every validator's, the network's own first. */
    public List<ServiceProcess> validators() {
        return Stream.concat(Stream.of(services.verifier()), services.fellows().stream())
                .toList();
    }

    public ServiceProcess settlement() {
        return services.settlement();
    }

    public ServiceProcess explorer() {
        return services.explorer();
    }

    public KafkaBroker broker() {
        return infrastructure.broker();
    }

    public Chain chain() {
        return infrastructure.chain();
    }

    public URI rpcUrl() {
        return infrastructure.anvil().rpcUrl();
    }

    public DevnetContracts contracts() {
        return infrastructure.contracts();
    }

    /** Where the host of the sample models is paid. */
    public Address vault() {
        return infrastructure.vault();
    }

    /** The policy that this network's validator appraises enclaves by. */
    public Path policyFile() {
        return infrastructure.policy().policyFile();
    }

    /** The test root under which this network's software attesters sign: whoever has it can attest anything here. */
    public SoftwareRoot softwareRoot() throws IOException {
        return SoftwareRoot.parse(Files.readString(infrastructure.policy().rootFile()));
    }

    /** The software of this network's runners, as their evidence names it. */
    public Hash32 runtimeDigest() {
        return infrastructure.runtimeDigest();
    }

    /** The chain's node, for whoever has it die. */
    public Anvil node() {
        return infrastructure.anvil();
    }

    /** The ledger's PostgreSQL, for whoever has it die. */
    public Postmaster postmaster() {
        return infrastructure.postmaster();
    }

    /** The ledger's database, for whoever audits it. */
    public Connection connectToLedger() throws SQLException {
        LedgerDatabase database = infrastructure.database();
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    /** Stops the chain's process as it is (SIGSTOP): connections stay open and nothing answers. */
    void pauseChain() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets the chain go on. */
    void resumeChain() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        String pid = Long.toString(infrastructure.anvil().pid());
        if (new ProcessBuilder("kill", signal, pid).start().waitFor() != 0) {
            throw new IOException("cannot signal the chain's process");
        }
    }

    /** Writes what the {@code verigrad} command needs to pay on this network. */
    void writeNetworkFile(Path file) throws IOException {
        new NetworkFile(
                        contracts().config(rpcUrl()).chainId(),
                        contracts().settlement(),
                        contracts().enclaveRegistry(),
                        Optional.of(rpcUrl()),
                        List.of(contracts().usdc()),
                        Optional.of(TokenAmount.of(10_000)),
                        Optional.of(infrastructure.keys().resolve("payer").toString()),
                        Optional.of(new GovernedContracts(
                                contracts().opg(),
                                contracts().validatorStaking(),
                                contracts().governor(),
                                contracts().modelRegistry())))
                .write(file);
    }

    ServiceSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        resources.close();
    }

    private static ServiceSettings settings(
            DevnetOptions options, Infrastructure infrastructure, URI upstream, LocalPrices prices) {
        return new ServiceSettings(
                options,
                infrastructure.anvil().rpcUrl(),
                infrastructure.contracts(),
                infrastructure.vault(),
                new ServiceSettings.DatabaseAccess(
                        infrastructure.database().reactiveUrl(),
                        infrastructure.database().username(),
                        infrastructure.database().password()),
                infrastructure.keys(),
                infrastructure.models(),
                infrastructure.policy(),
                upstream,
                prices,
                infrastructure.runtimeDigest().toString());
    }
}
