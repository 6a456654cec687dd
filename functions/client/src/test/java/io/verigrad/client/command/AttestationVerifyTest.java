package io.verigrad.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.EnclaveNonce;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.client.FakeRunner;
import io.verigrad.client.NetworkFile;
import io.verigrad.client.TestEnclave;
import io.verigrad.client.TestEvidence;
import io.verigrad.collateral.FileStore;
import io.verigrad.collateral.Stored;
import io.verigrad.json.Json;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AttestationVerifyTest {
    private static final Hash32 OF_BLOCK = EnclaveNonce.of(TestEnclave.REGISTRY, TestEnclave.CHAIN, TestEvidence.BLOCK);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws Exception {
        new NetworkFile(
                        TestEnclave.CHAIN,
                        TestEnclave.SETTLEMENT,
                        TestEnclave.REGISTRY,
                        Optional.empty(),
                        List.of(TestEnclave.USDC),
                        Optional.of(TokenAmount.of(1_000)),
                        Optional.empty(),
                        Optional.empty())
                .write(folder.resolve("network.json"));
        Files.writeString(folder.resolve("policy.yaml"), TestEvidence.yaml());
    }

    @Test
    void asksARunnerForEvidenceOfThisMoment() throws Exception {
        try (FakeRunner runner = new FakeRunner()) {
            int code = verify(runner.url().toString());

            assertThat(err.toString()).isEmpty();
            assertThat(code).isEqualTo(ExitCode.OK);
            assertThat(out.toString())
                    .contains(
                            "verdict    accepted",
                            "measured   runner",
                            TestEnclave.ENCLAVE.address().toString());
            assertThat(runner.nonces).hasSize(1);
        }
    }

    @Test
    void evidenceForAnotherNonceIsNotAuthentic() throws Exception {
        try (FakeRunner runner = new FakeRunner()) {
            runner.evidence = nonce -> TestEvidence.of(TestEnclave.ENCLAVE, OF_BLOCK);

            assertThat(verify(runner.url().toString())).isEqualTo(ExitCode.NOT_AUTHENTIC);
            assertThat(out.toString()).contains("verdict    not authentic", "nonce_mismatch");
        }
    }

    @Test
    void readsAFileInEveryFormItIsKeptIn() throws Exception {
        Evidence evidence = TestEvidence.of(TestEnclave.ENCLAVE, OF_BLOCK);
        for (String form : List.of(
                new String(evidence.encode(), StandardCharsets.UTF_8),
                evidence.toBase64() + "\n",
                "{\"enclaveKey\":\"0x\",\"evidence\":\"" + evidence.toBase64() + "\"}")) {
            assertThat(verifyFile(form)).as(form).isEqualTo(ExitCode.OK);
        }
        assertThat(out.toString()).contains("of block " + TestEvidence.BLOCK);
    }

    @Test
    void printsOneJsonObject() throws Exception {
        Evidence evidence = TestEvidence.forged(TestEnclave.ENCLAVE, OF_BLOCK);

        int code = verifyFile(evidence.toBase64(), "--json");

        JsonNode json = Json.read(out.toString().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(code).isEqualTo(ExitCode.NOT_AUTHENTIC);
        assertThat(json.get("verdict").asText()).isEqualTo("not_authentic");
        assertThat(json.at("/violations/0/code").asText()).isEqualTo("root_not_pinned");
    }

    @Test
    void anotherImageIsAQuestionOfPolicy() throws Exception {
        Evidence evidence = TestEvidence.of(TestEnclave.ENCLAVE, OF_BLOCK, TestEnclave.hash("other"));

        assertThat(verifyFile(evidence.toBase64())).isEqualTo(ExitCode.POLICY);
        assertThat(out.toString()).contains("measurement_not_allowed");
    }

    @Test
    void whatIsNoEvidenceIsMalformed() throws Exception {
        for (String form : List.of("", "nonsense!", "{}", "{\"evidence\":1}", "{\"evidence\":\"AAAA\"}")) {
            assertThat(verifyFile(form)).as(form).isEqualTo(ExitCode.MALFORMED);
        }
    }

    @Test
    void aRunnerThatDoesNotAnswerIsANetworkProblem() {
        assertThat(verify("http://127.0.0.1:1")).isEqualTo(ExitCode.NETWORK);
        assertThat(err.toString()).contains("the runner gives no evidence");
    }

    @Test
    void showsWhatEvidenceSaysAndThatItWasNotChecked() throws Exception {
        try (FakeRunner runner = new FakeRunner()) {
            assertThat(run(List.of("attestation", "show", runner.url().toString())))
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(out.toString())
                .contains(
                        TestEnclave.ENCLAVE.address().toString(), "hpkeKey", "document", "Nothing of this was checked");

        out.getBuffer().setLength(0);
        Path file = Files.writeString(
                folder.resolve("shown.txt"),
                TestEvidence.forged(TestEnclave.ENCLAVE, OF_BLOCK).toBase64());
        assertThat(run(List.of("attestation", "show", file.toString(), "--json")))
                .isEqualTo(ExitCode.OK);
        JsonNode json = Json.read(out.toString().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(json.get("checked").asBoolean()).isFalse();
        assertThat(json.get("blockHash").asText()).isEqualTo(TestEvidence.BLOCK.toString());
        assertThat(json.at("/documents/0/size").asInt()).isPositive();
    }

    @Test
    void showsNothingOfWhatIsNoEvidence() throws Exception {
        assertThat(run(List.of("attestation", "show", "http://127.0.0.1:1"))).isEqualTo(ExitCode.NETWORK);
        assertThat(run(List.of("attestation", "show", folder.resolve("nowhere").toString())))
                .isEqualTo(ExitCode.MALFORMED);
        Path file = Files.writeString(folder.resolve("nothing.txt"), "{}");
        assertThat(run(List.of("attestation", "show", file.toString()))).isEqualTo(ExitCode.MALFORMED);
        assertThat(run(List.of("attestation", "show"))).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void wrongUsageHasItsOwnCode() throws Exception {
        assertThat(run(List.of("attestation", "verify", "x"))).isEqualTo(ExitCode.USAGE);
        assertThat(verify("http://127.0.0.1:1", "--offline")).isEqualTo(ExitCode.USAGE);
        assertThat(verify("http://127.0.0.1:1", "--at", "noon")).isEqualTo(ExitCode.USAGE);
        assertThat(verifyFile(TestEvidence.of(TestEnclave.ENCLAVE, OF_BLOCK).toBase64(), "--nonce", "0x12"))
                .isEqualTo(ExitCode.USAGE);
        Files.writeString(folder.resolve("policy.yaml"), "version: 7");
        assertThat(verify("http://127.0.0.1:1")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("policy.yaml is no policy");
    }

    @Test
    void verifiesAReportOfHardwareOfflineFromWhatWasKept() throws Exception {
        SnpForge forge = new SnpForge();
        Files.writeString(folder.resolve("policy.yaml"), snpPolicy(forge));
        Evidence evidence = new Evidence(SnpVerifier.FORMAT, forge.document(), forge.binding(), Hash32.ZERO);
        String[] offline = {"--offline", "--nonce", forge.nonce.toString(), "--at", SnpForge.NOW.toString()};

        assertThat(verifyFile(evidence.toBase64(), offline)).isEqualTo(ExitCode.NETWORK);
        assertThat(out.toString()).contains("verdict    undecided", "revocation_list_missing", "not kept, and offline");

        Bytes list = Bytes.of(forge.collateral().revocationLists().getFirst().getEncoded());
        new FileStore(folder.resolve("collateral"))
                .keep("amd-kds/vcek/v1/Milan/crl", new Stored(list, Bytes.EMPTY, SnpForge.NOW, SnpForge.NOW));
        int code = verifyFile(evidence.toBase64(), offline);

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("verdict    accepted", "assurance  at most WEIGHTS_BOUND", "operator   UNKNOWN");
        assertThat(code).isEqualTo(ExitCode.OK);
    }

    private int verifyFile(String content, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("evidence"), content);
        return verify(file.toString(), more);
    }

    private int verify(String source, String... more) {
        List<String> arguments = new ArrayList<>(List.of("attestation", "verify", source));
        arguments.addAll(List.of(
                "--policy", folder.resolve("policy.yaml").toString(),
                "--network", folder.resolve("network.json").toString(),
                "--collateral", folder.resolve("collateral").toString()));
        if (!List.of(more).contains("--at")) {
            arguments.addAll(List.of("--at", TestEnclave.CLOCK.instant().toString()));
        }
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    private int run(List<String> arguments) {
        CommandLine commandLine = VerigradCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    private static String snpPolicy(SnpForge forge) {
        String roots = forge.pins.stream().map(pin -> "\"" + pin + "\"").collect(Collectors.joining(", "));
        return """
                version: 1
                id: snp-test
                development: false
                evidence-max-age: PT10M
                clock-skew: PT30S
                epoch-lifetime: P1D
                formats:
                  snp-v1:
                    max-assurance: WEIGHTS_BOUND
                    roots: [%s]
                    revocation: required
                    minimum-tcb:
                      Milan: { bootloader: 4, tee: 0, snp: 24, microcode: 200 }
                    chips: any
                    vmpl: 0
                    minimum-abi: "0.0"
                    allow: [smt]
                    measurements:
                      - name: runner
                        registers: { measurement: "%s" }
                """.formatted(roots, SnpForge.MEASUREMENT);
    }
}
