package io.verigrad.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.FakeNode;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.receipt.ReceiptCodec;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class VerigradCommandTest {
    private static final byte[] REQUEST = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RESPONSE = "[]".getBytes(StandardCharsets.UTF_8);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @BeforeEach
    void writeFiles() throws Exception {
        network(Optional.empty());
        Files.write(directory.resolve("request.json"), REQUEST);
        Files.write(directory.resolve("response.json"), RESPONSE);
        receipt(TestEnclave.ENCLAVE);
    }

    @Test
    void verifiesAReceiptWithItsContent() throws Exception {
        try (FakeNode node = new FakeNode()) {
            node.epoch = FakeNode.quoted(FakeNode.epoch(0, 1_699_999_999, 1_700_000_001, 0));
            network(Optional.of(node.url()));

            int code = verify("--request", file("request.json"), "--response", file("response.json"));

            assertThat(err.toString()).isEmpty();
            assertThat(code).isEqualTo(ExitCode.OK);
            assertThat(out.toString())
                    .contains("verified     yes", "registered until", "charge       1000 of 1000")
                    .doesNotContain("not compared");
        }
    }

    @Test
    void saysWhatItCouldNotCheck() {
        int code = verify();

        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("(content not compared)", "not checked on chain");
    }

    @Test
    void printsOneJsonObject() throws Exception {
        receipt(TestEnclave.STRANGER);

        int code = verify("--json");

        JsonNode json = Json.read(out.toString().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(code).isEqualTo(ExitCode.NOT_AUTHENTIC);
        assertThat(json.get("verified").asBoolean()).isFalse();
        assertThat(json.get("keyChecked").asBoolean()).isFalse();
        assertThat(json.at("/violations/0/code").asText()).isEqualTo("signature_invalid");
    }

    @Test
    void anotherBodyIsNotAuthentic() {
        assertThat(verify("--response", file("request.json"))).isEqualTo(ExitCode.NOT_AUTHENTIC);
        assertThat(out.toString()).contains("verified     NO", "response_mismatch");
    }

    @Test
    void aLowLevelIsAQuestionOfPolicy() {
        assertThat(verify("--min-assurance", "weights_bound")).isEqualTo(ExitCode.POLICY);
        assertThat(out.toString()).contains("assurance_too_low");
    }

    @Test
    void aNodeThatDoesNotAnswerIsANetworkProblemThatOfflineAvoids() throws Exception {
        network(Optional.of(URI.create("http://127.0.0.1:1/secret-key")));

        assertThat(verify()).isEqualTo(ExitCode.NETWORK);
        assertThat(err.toString()).contains("--offline").doesNotContain("secret-key");
        assertThat(verify("--offline")).isEqualTo(ExitCode.OK);
    }

    @Test
    void aFileThatHoldsNoReceiptIsMalformed() throws Exception {
        Files.writeString(directory.resolve("receipt.json"), "{\"domain\":");

        assertThat(verify()).isEqualTo(ExitCode.MALFORMED);
        assertThat(err.toString()).startsWith("verigrad: ").contains("receipt.json: malformed SignedReceipt");
    }

    @Test
    void aMissingNetworkFileIsWrongUsage() throws Exception {
        Files.delete(directory.resolve("network.json"));

        assertThat(verify()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("expected a network file at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "receipt", "receipt verify", "zzz", "call", "receipt verify x --min-assurance high"})
    void aWrongCommandLineIsWrongUsage(String line) {
        assertThat(run(line.isEmpty() ? List.of() : List.of(line.split(" ")))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Usage: verigrad");
    }

    @Test
    void aCallNeedsARunnerThatAnswers() throws Exception {
        Files.writeString(directory.resolve("payer.key"), TestEnclave.PAYER.secret() + "\n");

        int code = call("http://127.0.0.1:1");

        assertThat(code).isEqualTo(ExitCode.NETWORK);
        assertThat(err.toString()).contains("the runner does not answer: ");
    }

    @Test
    void aCallNeedsAKeyThatCanBeRead() throws Exception {
        Files.writeString(directory.resolve("payer.key"), "my secret");

        int code = call("http://127.0.0.1:1");

        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("expected a private key as 0x and 64 hex digits")
                .doesNotContain("secret");
    }

    private int call(String runner) {
        return run(List.of("call", runner, "/v1/embeddings", "{}", "--network", file("network.json")));
    }

    private int verify(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("receipt", "verify", file("receipt.json"), "--network", file("network.json")));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    private int run(List<String> arguments) {
        CommandLine commandLine = VerigradCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void network(Optional<URI> rpcUrl) throws Exception {
        new NetworkFile(
                        TestEnclave.CHAIN,
                        TestEnclave.SETTLEMENT,
                        TestEnclave.REGISTRY,
                        rpcUrl,
                        List.of(TestEnclave.USDC),
                        Optional.of(TokenAmount.of(1_000)),
                        Optional.of("payer.key"),
                        Optional.empty())
                .write(directory.resolve("network.json"));
    }

    private void receipt(PrivateKey signer) throws Exception {
        Hash32 requestHash = ContentHash.request("POST", "/v1/embeddings", REQUEST);
        SignedReceipt receipt = SignedReceipt.sign(
                TestEnclave.changed(
                        TestEnclave.receipt(
                                TestEnclave.payment(requestHash), requestHash, ContentHash.response(RESPONSE)),
                        json -> json.put("issuedAt", "1700000000")),
                TestEnclave.DOMAIN,
                SignedOffer.sign(TestEnclave.offer(), TestEnclave.DOMAIN, TestEnclave.ENCLAVE),
                signer);
        Files.writeString(directory.resolve("receipt.json"), ReceiptCodec.toHeader(receipt));
    }
}
