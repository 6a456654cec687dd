package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.devnet.reconcile.Export;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.util.ArrayList;
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
