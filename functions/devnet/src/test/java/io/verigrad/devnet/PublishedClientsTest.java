package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The published x402 clients, unchanged, and a receipt checker that shares no code with the services. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedClientsTest {
    private static final Path CLIENTS =
            Path.of("../x402-clients").toAbsolutePath().normalize();
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String BODY = "{\"model\":\"all-minilm-l6-v2\",\"input\":\"paid by a client of others\"}";

    private Devnet devnet;
    private Path directory;

    @BeforeAll
    void install(Devnet devnet, @TempDir Path directory) throws Exception {
        this.devnet = devnet;
        this.directory = directory;
        for (Path folder : List.of(CLIENTS, CLIENTS.resolve("v1"))) {
            if (!Files.exists(folder.resolve("node_modules/.package-lock.json"))) {
                run(folder, "", "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            }
        }
    }

    @Test
    void theClientOfVersion2PaysAndItsReceiptHolds() throws Exception {
        assertPays("pay-v2.mjs");
    }

    @Test
    void theClientOfVersion1PaysAndItsReceiptHolds() throws Exception {
        assertPays("v1/pay-v1.mjs");
    }

    @Test
    void theCheckerRefusesAnAnswerThatWasChanged() throws Exception {
        String answer = pay("pay-v2.mjs");
        String otherBody = BODY.replace("client of others", "nobody at all");

        assertThat(check(answer, BODY)).isZero();
        assertThat(check(answer, otherBody)).isNotZero();
        // The next test compares balances.
        new Ledger(devnet).awaitFinal(receipt(answer).receipt().paymentId());
    }

    private void assertPays(String script) throws Exception {
        TokenAmount before = new Ledger(devnet).balanceAtRest(Accounts.OTHER_PAYER.address());

        String answer = pay(script);

        assertThat(check(answer, BODY)).isZero();
        SignedReceipt receipt = receipt(answer);
        assertThat(new Ledger(devnet).awaitFinal(receipt.receipt().paymentId()).state())
                .isEqualTo("SETTLED");
        TokenAmount after = new Ledger(devnet).balance(Accounts.OTHER_PAYER.address());
        assertThat(before.minus(after)).isEqualTo(receipt.receipt().charge());
    }

    private String pay(String script) throws Exception {
        Path key = Directories.writeSecret(
                directory.resolve("key"), Accounts.OTHER_PAYER.secret().toString());
        String answer = run(CLIENTS, "", "node", script, devnet.runner().url().toString(), EMBEDDINGS, BODY, "@" + key)
                .output();
        JsonNode paid = Json.mapper().readTree(answer);
        assertThat(paid.get("status").asInt()).as(answer).isEqualTo(200);
        return answer;
    }

    private static SignedReceipt receipt(String answer) throws Exception {
        return ReceiptCodec.fromHeader(
                Json.mapper().readTree(answer).get("receipt").asText());
    }

    private int check(String answer, String body) throws Exception {
        return run(
                        CLIENTS,
                        answer,
                        "node",
                        "check-receipt.mjs",
                        "84532",
                        devnet.contracts().settlement().toString(),
                        EMBEDDINGS,
                        body)
                .status();
    }

    private record Finished(int status, String output) {}

    private Finished run(Path folder, String input, String... command) throws IOException, InterruptedException {
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end");
        }
        return new Finished(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }
}
