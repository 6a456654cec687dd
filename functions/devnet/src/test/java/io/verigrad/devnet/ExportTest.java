package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.devnet.reconcile.Events;
import io.verigrad.devnet.reconcile.Export;
import io.verigrad.devnet.reconcile.Node;
import io.verigrad.devnet.reconcile.Reconciliation;
import io.verigrad.devnet.reconcile.Retention;
import io.verigrad.devnet.reconcile.SettledOnChain;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Payments as lines of a file. Other tests pay on the same network meanwhile. */
@ExtendWith(SharedDevnet.class)
class ExportTest {
    @TempDir
    private Path directory;

    @Test
    void exportsEachFinalPaymentOnceWithItsReceiptAndItsTransaction(Devnet devnet) throws Exception {
        Path file = directory.resolve("payments.jsonl");
        try (Connection ledger = devnet.connectToLedger()) {
            Export export = new Export(ledger, file);
            SignedReceipt first = settled(devnet);
            long exported = export.run((_, _) -> {});
            // An export that was killed leaves lines that count for nothing.
            Files.writeString(file, "{\"version\":1,\"paymentId\":\"0x", StandardOpenOption.APPEND);
            SignedReceipt second = settled(devnet);
            exported += export.run((_, _) -> {});

            List<JsonNode> lines = lines(file);
            assertThat(lines).hasSize((int) exported).doesNotHaveDuplicates();
            for (SignedReceipt receipt : List.of(first, second)) {
                JsonNode line = lines.stream()
                        .filter(found -> found.path("paymentId")
                                .asText()
                                .equals(receipt.receipt().paymentId().toString()))
                        .reduce((_, _) -> {
                            throw new AssertionError(
                                    "exported twice: " + receipt.receipt().paymentId());
                        })
                        .orElseThrow();
                assertThat(line.path("version").asInt()).isEqualTo(1);
                assertThat(line.path("state").asText()).isEqualTo("SETTLED");
                assertThat(line.path("charge").asText())
                        .isEqualTo(receipt.receipt().charge().toString());
                assertThat(Json.read(Json.write(line.path("receipt")), SignedReceipt.class))
                        .isEqualTo(receipt);
                assertThat(Optional.of(line.path("transaction").path("hash").asText()))
                        .isEqualTo(PaymentStatus.of(
                                        devnet.payment().url(),
                                        receipt.receipt().paymentId())
                                .transaction()
                                .map(Object::toString));
                assertThat(line.path("transaction").path("state").asText()).isEqualTo("FINAL");
                assertThat(line.path("appraisals")).hasSize(1);
                assertThat(line).noneMatch(JsonNode::isNull);
            }
        }
    }

    @Test
    void goesOnOnlyInTheFileThatItLeft(Devnet devnet) throws Exception {
        Path file = directory.resolve("shortened.jsonl");
        Path other = Files.writeString(directory.resolve("other.jsonl"), "{}\n");
        try (Connection ledger = devnet.connectToLedger()) {
            settled(devnet);
            assertThat(new Export(ledger, file).run((_, _) -> {})).isPositive();
            byte[] left = Files.readAllBytes(file);
            Files.write(file, new byte[] {left[0]});

            assertThatThrownBy(() -> new Export(ledger, file).run((_, _) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("at least " + left.length + " bytes");
            assertThatThrownBy(() -> new Export(ledger, other).run((_, _) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("found another in");
        }
    }

    @Test
    void movesWhatEndedLongAgoOnceItIsExported(Devnet devnet) throws Exception {
        Path file = directory.resolve("kept.jsonl");
        SignedReceipt receipt = settled(devnet);
        Hash32 payment = receipt.receipt().paymentId();
        try (Connection ledger = devnet.connectToLedger();
                Node node = new Node(devnet.rpcUrl())) {
            Retention retention = new Retention(ledger, Duration.ZERO);
            Reconciliation reconciliation = new Reconciliation(
                    ledger,
                    new SettledOnChain(node, devnet.contracts().settlement()),
                    new Events(devnet.broker().bootstrapServers()));

            retention.run();
            assertThat(states(ledger, payment)).as("not exported").containsExactly("SETTLED");
            new Export(ledger, file).run((_, _) -> {});
            retention.run();
            assertThat(states(ledger, payment)).as("still authorised").containsExactly("SETTLED");
            String ofBatch = " where batch_id = (select batch_id from payment where payment_id = " + hex(payment) + ")";
            update(ledger, "update payment set valid_before = 1, exported_at = null" + ofBatch);
            new Export(ledger, file).run((_, _) -> {});
            assertThat(retention.run()).isPositive();

            assertThat(states(ledger, payment)).isEmpty();
            assertThat(strings(ledger, "select encode(address, 'hex') from vault"))
                    .contains(HexFormat.of().formatHex(receipt.receipt().payTo().toArray()));
            assertThat(strings(ledger, "select record::text from retired where payment_id = " + hex(payment)))
                    .containsExactly(Files.readAllLines(file).getLast());
            assertThat(reconciliation.differences()).noneMatch(line -> line.contains(payment.toString()));
            assertThat(retention.run()).isZero();
        }
    }

    private static String hex(Hash32 value) {
        return "decode('" + value.toString().substring(2) + "', 'hex')";
    }

    private static List<String> states(Connection ledger, Hash32 payment) throws Exception {
        return strings(ledger, "select state from payment where payment_id = " + hex(payment));
    }

    private static void update(Connection ledger, String statement) throws Exception {
        try (Statement update = ledger.createStatement()) {
            assertThat(update.executeUpdate(statement)).isPositive();
        }
    }

    private static List<String> strings(Connection ledger, String query) throws Exception {
        List<String> found = new ArrayList<>();
        try (Statement statement = ledger.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static SignedReceipt settled(Devnet devnet) throws Exception {
        RawCalls calls = RawCalls.to(devnet.runner());
        SignedReceipt receipt = RawCalls.receipt(calls.paid(
                RawCalls.INFER, RawCalls.SETOSA, calls.payment(RawCalls.INFER, RawCalls.SETOSA, Accounts.OTHER_PAYER)));
        assertThat(new Ledger(devnet).awaitFinal(receipt.receipt().paymentId()).state())
                .isEqualTo("SETTLED");
        return receipt;
    }

    private static List<JsonNode> lines(Path file) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(Json.mapper().readTree(line.getBytes(StandardCharsets.UTF_8)));
        }
        return lines;
    }
}
