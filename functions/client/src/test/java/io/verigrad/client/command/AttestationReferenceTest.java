package io.verigrad.client.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.client.reference.BundleForge;
import io.verigrad.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AttestationReferenceTest {
    private static final String MEASURED = "0x" + "ab".repeat(32);
    private static final String VALUES = """
            version: 1
            format: software-v1
            measurements:
              - name: gpu-runner
                registers:
                  pcr0: "%s"
            """;
    private static final String POLICY = """
            version: 1
            id: test
            development: true
            evidence-max-age: PT5M
            clock-skew: PT30S
            epoch-lifetime: PT12H
            formats:
              software-v1:
                max-assurance: UNATTESTED
                roots: ["%s"]
                measurements: [{name: other name, registers: {pcr0: "%s"}}]
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final BundleForge forge = new BundleForge();

    @TempDir
    Path folder;

    @BeforeEach
    void publishes() throws Exception {
        Files.write(folder.resolve("root.json"), BundleForge.trustedRoot());
        publish(VALUES.formatted(MEASURED));
    }

    @Test
    void showsWhoPublishedWhat() throws Exception {
        assertThat(run()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains(BundleForge.IDENTITY, "2026-03-01T12:00:00Z", "gpu-runner");

        out.getBuffer().setLength(0);
        assertThat(run("--json")).isEqualTo(ExitCode.OK);
        JsonNode json = Json.read(out.toString().getBytes(UTF_8), JsonNode.class);
        assertThat(json.at("/measurementSets/0/registers/pcr0").asText()).isEqualTo(MEASURED);
        assertThat(json.at("/logIndex").asInt()).isEqualTo(1);
    }

    @Test
    void tellsWhetherAPolicyHasIt() throws Exception {
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(policy, POLICY.formatted("0x" + "01".repeat(32), MEASURED));
        assertThat(run("--policy", policy.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains(", in the policy");

        Files.writeString(policy, POLICY.formatted("0x" + "01".repeat(32), "0x" + "cd".repeat(32)));
        assertThat(run("--policy", policy.toString())).isEqualTo(ExitCode.POLICY);
        assertThat(out.toString()).contains("NOT in the policy");
    }

    @Test
    void refusesWhatSomebodyElsePublished() throws Exception {
        forge.identity = "https://example.org/stranger";
        publish(VALUES.formatted(MEASURED));

        assertThat(run()).isEqualTo(ExitCode.NOT_AUTHENTIC);
        assertThat(err.toString()).contains("not published by " + BundleForge.IDENTITY);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesWhatWasChangedSince() throws Exception {
        Files.writeString(folder.resolve("values.yaml"), VALUES.formatted("0x" + "cd".repeat(32)));

        assertThat(run()).isEqualTo(ExitCode.NOT_AUTHENTIC);
    }

    @Test
    void saysWhatCannotBeRead() throws Exception {
        publish("version: 1\nformat: software-v1\nmeasurements: []\nregister: {}\n");
        assertThat(run()).isEqualTo(ExitCode.MALFORMED);
        assertThat(err.toString()).contains("reference-values.measurements", "reference-values.register: unknown key");

        publish(VALUES.formatted(MEASURED));
        Files.writeString(folder.resolve("bundle.json"), "[]");
        assertThat(run()).isEqualTo(ExitCode.MALFORMED);

        Files.writeString(folder.resolve("root.json"), "[]");
        assertThat(run()).isEqualTo(ExitCode.USAGE);
    }

    private void publish(String values) throws Exception {
        forge.file = values.getBytes(UTF_8);
        Files.write(folder.resolve("values.yaml"), forge.file);
        Files.write(folder.resolve("bundle.json"), forge.bundle());
    }

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "attestation",
                "reference",
                folder.resolve("values.yaml").toString(),
                "--bundle",
                folder.resolve("bundle.json").toString(),
                "--trusted-root",
                folder.resolve("root.json").toString(),
                "--issuer",
                BundleForge.ISSUER,
                "--identity",
                BundleForge.IDENTITY));
        arguments.addAll(List.of(more));
        CommandLine line = VerigradCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments.toArray(String[]::new));
    }
}
