package io.verigrad.devnet.reconcile;

import io.verigrad.event.InferenceAppraised;
import io.verigrad.event.InferenceAttested;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verigrad ledger}: what an operator asks of the ledger. */
@Command(name = "ledger", mixinStandardHelpOptions = true, description = "What an operator asks of the ledger.")
public final class LedgerCommand {
    private static final Duration LEAST = Duration.ofDays(31);

    private final Path home;

    public LedgerCommand(Path home) {
        this.home = home;
    }

    @Command(
            name = "reconcile",
            mixinStandardHelpOptions = true,
            description = "Compares ledger, bus and chain and prints every difference; exits 0 only if there is none."
                    + " The password is read from VERIGRAD_LEDGER_PASSWORD.")
    int reconcile(
            @Option(
                            names = "--ledger",
                            defaultValue = "jdbc:postgresql://localhost:15432/postgres",
                            description = "${DEFAULT-VALUE}")
                    String ledger,
            @Option(names = "--user", defaultValue = "postgres", description = "${DEFAULT-VALUE}") String user,
            @Option(names = "--rpc-url", defaultValue = "http://127.0.0.1:8545", description = "${DEFAULT-VALUE}")
                    URI rpcUrl,
            @Option(names = "--bus", defaultValue = "127.0.0.1:19092", description = "${DEFAULT-VALUE}") String bus,
            @Option(names = "--settlement", description = "Settlement; that of the running local network by default")
                    Optional<String> settlement)
            throws Exception {
        Address contract = Address.parse(settlement.isPresent() ? settlement.get() : ofLocalNetwork());
        try (Connection connection = DriverManager.getConnection(ledger, user, password());
                Node node = new Node(rpcUrl)) {
            List<String> differences =
                    new Reconciliation(connection, new SettledOnChain(node, contract), new Events(bus)).differences();
            differences.forEach(System.out::println);
            System.out.println(differences.isEmpty() ? "no difference" : differences.size() + " differences");
            return differences.isEmpty() ? 0 : 1;
        }
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description =
                    "Hands every dead letter to its consumers once more, when what they could not handle is mended.")
    int replay(@Option(names = "--bus", defaultValue = "127.0.0.1:19092", description = "${DEFAULT-VALUE}") String bus)
            throws InterruptedException {
        DeadLetters letters = new DeadLetters(bus);
        for (String topic : List.of(InferenceAttested.TOPIC, InferenceAppraised.TOPIC)) {
            System.out.println(topic + ": " + letters.replay(topic) + " replayed");
        }
        return 0;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description =
                    "Writes every final payment that was not exported yet to the end of a file, one line of JSON each,"
                            + " with its receipt, appraisals and transaction. Goes on where it was cut."
                            + " The password is read from VERIGRAD_LEDGER_PASSWORD.")
    int export(
            @Option(
                            names = "--ledger",
                            defaultValue = "jdbc:postgresql://localhost:15432/postgres",
                            description = "${DEFAULT-VALUE}")
                    String ledger,
            @Option(names = "--user", defaultValue = "postgres", description = "${DEFAULT-VALUE}") String user,
            @Option(names = "--to", required = true, description = "The file, kept between exports.") Path file,
            @Option(
                            names = "--move-after",
                            description =
                                    "Then moves what was exported and ended this long ago, such as P90D, out of the"
                                            + " tables that calls read and write; nothing by default")
                    Optional<Duration> moveAfter)
            throws Exception {
        if (moveAfter.isPresent() && moveAfter.get().compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("expected --move-after of at least " + LEAST.toDays() + " days, found "
                    + moveAfter.get() + ": what payers settled in the last 30 days counts for what they may owe");
        }
        try (Connection connection = DriverManager.getConnection(ledger, user, password())) {
            long exported = new Export(connection, file)
                    .run((payments, of) -> System.err.println(payments + " of " + of + " payments"));
            System.out.println(exported + " payments exported to " + file);
            if (moveAfter.isPresent()) {
                System.out.println(new Retention(connection, moveAfter.get()).run() + " payments moved");
            }
            return 0;
        }
    }

    private static String password() {
        return Optional.ofNullable(System.getenv("VERIGRAD_LEDGER_PASSWORD")).orElse("postgres");
    }

    private String ofLocalNetwork() throws IOException {
        Path file = home.resolve(".verigrad/network.json");
        if (!Files.exists(file)) {
            throw new IOException("expected --settlement, or a local network started by ./verigrad devnet");
        }
        return Json.mapper()
                .readTree(Files.readAllBytes(file))
                .path("settlement")
                .asText();
    }
}
