package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.command.VerigradCommand;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.TokenAmount;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The published client of OpenAI's API, unchanged, behind {@code verigrad proxy} and with a fetch that pays. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiClientTest {
    private static final Path CLIENT =
            Path.of("../x402-clients/openai").toAbsolutePath().normalize();

    private Devnet devnet;
    private Path directory;

    @BeforeAll
    void install(Devnet devnet, @TempDir Path directory) throws Exception {
        this.devnet = devnet;
        this.directory = directory;
        devnet.writeNetworkFile(directory.resolve("network.json"));
        // The client of x402 is found in the folder above.
        for (Path folder : List.of(CLIENT.resolve("..").normalize(), CLIENT)) {
            if (!Files.exists(folder.resolve("node_modules/.package-lock.json"))) {
                run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            }
        }
    }

    @Test
    void aProgramThatKnowsNothingOfPaymentsIsServedAndThePaymentIsSettled() throws Exception {
        TokenAmount before = new Ledger(devnet).balance(Accounts.PAYER.address());

        JsonNode answer =
                behindProxy(baseUrl -> run(CLIENT, "node", "embed.mjs", baseUrl, "all-minilm-l6-v2", "hello"));

        assertThat(answer.path("error").isMissingNode()).as(answer.toString()).isTrue();
        assertThat(answer.path("models").toString()).contains("all-minilm-l6-v2");
        assertThat(answer.path("size").asInt()).isEqualTo(384);
        assertThat(answer.path("receipt").asText()).startsWith("0x");
        for (int i = 0;
                i < 600 && new Ledger(devnet).balance(Accounts.PAYER.address()).equals(before);
                i++) {
            Thread.sleep(100);
        }
        assertThat(new Ledger(devnet).balance(Accounts.PAYER.address())).isLessThan(before);
    }

    @Test
    void paysARunnerDirectlyWithThePublishedClientOfX402AndReadsItsStreams() throws Exception {
        Path key = Directories.writeSecret(
                directory.resolve("key"), Accounts.OTHER_PAYER.secret().toString());

        JsonNode answer = run(
                CLIENT,
                "node",
                "direct.mjs",
                devnet.runner().url().toString(),
                "tiny-decoder",
                "all-minilm-l6-v2",
                "@" + key);

        String sentence = "Every answer here carries a receipt that anybody can check.";
        assertThat(answer.at("/chat/text").asText()).as(answer.toString()).isEqualTo(sentence);
        assertThat(answer.at("/streamed/text").asText()).isEqualTo(sentence);
        assertThat(answer.at("/streamed/finish").asText()).isEqualTo("stop");
        assertThat(answer.at("/streamed/chunks").asInt()).isGreaterThan(10);
        assertThat(answer.at("/streamed/usage")).isEqualTo(answer.at("/chat/usage"));
        SignedReceipt receipt = Json.convert(answer.at("/streamed/receipt"), SignedReceipt.class);
        assertThat(receipt.receipt().payer()).isEqualTo(Accounts.OTHER_PAYER.address());
        assertThat(answer.at("/plain/text").asText()).isEqualTo("Every answer here");
        assertThat(answer.at("/plain/finish").asText()).isEqualTo("length");
        assertThat(answer.at("/embedding").asInt()).isEqualTo(384);
        assertThat(answer.at("/refusal/status").asInt()).isEqualTo(400);
        assertThat(answer.at("/refusal/param").asText()).isEqualTo("logprobs");
        assertThat(new Ledger(devnet).awaitFinal(receipt.receipt().paymentId()).state())
                .isEqualTo("SETTLED");
    }

    @Test
    void theCommandVerifiesTheRunnersEvidenceOfThisMoment() {
        StringWriter out = new StringWriter();

        int code = command(
                out,
                "attestation",
                "verify",
                devnet.runner().url().toString(),
                "--policy",
                devnet.policyFile().toString(),
                "--collateral",
                directory.resolve("collateral").toString());

        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString()).contains("verdict    accepted", "measured   gpu-runner");
    }

    private interface Program {
        JsonNode run(String baseUrl) throws Exception;
    }

    private JsonNode behindProxy(Program program) throws Exception {
        CompletableFuture<String> address = new CompletableFuture<>();
        Writer out = new StringWriter() {
            @Override
            public void flush() {
                String text = toString();
                int at = text.indexOf("OPENAI_BASE_URL=");
                if (at >= 0 && text.indexOf('\n', at) > 0) {
                    address.complete(text.substring(at + "OPENAI_BASE_URL=".length(), text.indexOf('\n', at)));
                }
            }
        };
        Thread proxy = Thread.ofVirtual().start(() -> {
            int code = command(
                    out,
                    "proxy",
                    devnet.runner().url().toString(),
                    "--port",
                    "0",
                    "--budget",
                    "100000",
                    "--policy",
                    devnet.policyFile().toString(),
                    "--collateral",
                    directory.resolve("collateral").toString(),
                    "--network",
                    directory.resolve("network.json").toString());
            address.completeExceptionally(new AssertionError("the proxy ended with " + code));
        });
        try {
            return program.run(address.get(60, TimeUnit.SECONDS));
        } finally {
            proxy.interrupt();
            proxy.join();
        }
    }

    private static int command(Writer out, String... arguments) {
        CommandLine command = VerigradCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        return command.execute(arguments);
    }

    private JsonNode run(Path folder, String... command) throws Exception {
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end");
        }
        String output = Files.readString(out, StandardCharsets.UTF_8).strip();
        return output.startsWith("{")
                ? Json.read(output.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                : Json.tree(output);
    }
}
