package io.verigrad.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.verigrad.client.FakeNode;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.StructEncoder;
import io.verigrad.json.Json;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that show something and pay nothing. */
class LookingCommandsTest {
    private static final String DIGEST = "0x" + "ab".repeat(32);
    private static final String LIST = """
            {"object":"list","data":[{"id":"tiny\\u001b[31m","verigrad":{"modelDigest":"%s","version":"1","task":"CHAT",
            "price":"250","licence":"MIT","card":"<b>\\u001b]0;owned\\u0007</b>"}},{"id":"bare"}]}
            """.formatted(DIGEST);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void listsTheModelsOfARunnerWithoutItsControlCharacters() throws Exception {
        assertThat(withRunner(200, LIST, "models", "list", "RUNNER")).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("tiny [31m", "250", "bare").doesNotContain("\u001b");
    }

    @Test
    void showsAModelByNameAndByDigest() throws Exception {
        assertThat(withRunner(200, LIST, "models", "show", "RUNNER", DIGEST)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains(DIGEST, "MIT").doesNotContain("\u001b", "\u0007");

        out.getBuffer().setLength(0);
        assertThat(withRunner(200, LIST, "models", "show", "RUNNER", "bare", "--json"))
                .isEqualTo(ExitCode.OK);
        JsonNode json = Json.read(out.toString().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(json.get("name").asText()).isEqualTo("bare");
        assertThat(json.has("price")).isFalse();
    }

    @Test
    void saysThatAModelIsNotThereOrThatARunnerDoesNotAnswer() throws Exception {
        assertThat(withRunner(200, LIST, "models", "show", "RUNNER", "another")).isEqualTo(ExitCode.REFUSED);
        assertThat(withRunner(500, LIST, "models", "list", "RUNNER")).isEqualTo(ExitCode.NETWORK);
        assertThat(withRunner(200, "[", "models", "list", "RUNNER")).isEqualTo(ExitCode.NETWORK);
        assertThat(run("models", "list", "http://127.0.0.1:1")).isEqualTo(ExitCode.NETWORK);
        assertThat(run("models", "list", "ftp://127.0.0.1")).isEqualTo(ExitCode.NETWORK);
    }

    @Test
    void showsAReceiptAndSaysThatItIsNotChecked() throws Exception {
        SignedReceipt receipt = SignedReceipt.sign(
                TestEnclave.receipt(TestEnclave.payment(Hash32.ZERO), Hash32.ZERO, Hash32.ZERO),
                TestEnclave.DOMAIN,
                SignedOffer.sign(TestEnclave.offer(), TestEnclave.DOMAIN, TestEnclave.ENCLAVE),
                TestEnclave.STRANGER);
        Path file = Files.writeString(directory.resolve("receipt"), ReceiptCodec.toHeader(receipt));

        assertThat(run("receipt", "show", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains(receipt.id().toString(), "(not checked)");

        out.getBuffer().setLength(0);
        assertThat(run("receipt", "show", file.toString(), "--json")).isEqualTo(ExitCode.OK);
        assertThat(ReceiptCodec.parse(out.toString().strip().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(receipt);
        assertThat(run("receipt", "show", directory.resolve("none").toString())).isEqualTo(ExitCode.MALFORMED);
    }

    @Test
    void makesAKeyThatOnlyItsOwnerReadsAndNeverOverwritesOne() throws Exception {
        Path file = directory.resolve("wallet.key");

        assertThat(run("wallet", "create", file.toString())).isEqualTo(ExitCode.OK);

        String written = Files.readString(file);
        assertThat(out.toString().strip())
                .isEqualTo(PrivateKey.parse(written.strip()).address().toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(run("wallet", "create", file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(Files.readString(file)).isEqualTo(written);
        assertThat(out.toString() + err).doesNotContain(written.strip());
    }

    @Test
    void showsWhatAWalletHolds() throws Exception {
        Path key = Files.writeString(
                directory.resolve("payer.key"), TestEnclave.PAYER.secret().toString());
        try (FakeNode node = new FakeNode()) {
            node.epoch = FakeNode.quoted(StructEncoder.untyped().uint(1_250_000).encoded());
            new NetworkFile(
                            TestEnclave.CHAIN,
                            TestEnclave.SETTLEMENT,
                            TestEnclave.REGISTRY,
                            Optional.of(node.url()),
                            List.of(TestEnclave.USDC),
                            Optional.of(TokenAmount.of(1)),
                            Optional.of(key.toString()),
                            Optional.empty())
                    .write(directory.resolve("network.json"));
            String network = directory.resolve("network.json").toString();

            assertThat(run("wallet", "show", "--network", network, "--json")).isEqualTo(ExitCode.OK);

            JsonNode json = Json.read(out.toString().getBytes(StandardCharsets.UTF_8), JsonNode.class);
            assertThat(json.get("address").asText())
                    .isEqualTo(TestEnclave.PAYER.address().toString());
            assertThat(json.at("/balances/" + TestEnclave.USDC).asText()).isEqualTo("1250000");
            node.epoch = "\"0x\"";
            assertThat(run("wallet", "show", "--network", network)).isEqualTo(ExitCode.NETWORK);
            assertThat(err.toString()).contains("expected a token at").doesNotContain("secret-key");
        }
    }

    @Test
    void completesItsOwnCommands() throws Exception {
        assertThat(run("completion")).isEqualTo(ExitCode.OK);

        Path script = Files.writeString(
                directory.resolve("completion"),
                out + "\nCOMP_WORDS=(verigrad wal); COMP_CWORD=1; _complete_verigrad; echo \"${COMPREPLY[@]}\"\n");
        Process bash = new ProcessBuilder("bash", script.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("wallet");
        assertThat(bash.waitFor()).isZero();
    }

    private int withRunner(int status, String list, String... arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange -> {
            byte[] body = list.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            URI runner = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            return run(String.join("\n", arguments)
                    .replace("RUNNER", runner.toString())
                    .split("\n"));
        } finally {
            server.stop(0);
        }
    }

    private int run(String... arguments) {
        CommandLine commandLine = VerigradCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
