package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A package that is configured wrongly does not start, and says everything that is wrong, each on a line of its own. */
class WrongConfigurationTest {
    @TempDir
    private Path folder;

    private Path key;

    @BeforeEach
    void writeAKey() throws IOException {
        key = Files.writeString(folder.resolve("key"), "0x" + "0".repeat(63) + "1\n");
    }

    /** In one start: what is missing and what is not known, each with a message of its own. */
    @ParameterizedTest
    @CsvSource({
        "functions/payment-fn, verigrad.chain.rpc-url verigrad.chain.settlement verigrad.chain.enclave-registry, verigrad.payment.kay-file verigrad.chain.idd",
        "verifier-fn, verigrad.chain.rpc-url verigrad.chain.settlement verigrad.verifier.key-file verigrad.verifier.policy-file, verigrad.verifier.kay-file verigrad.collateral.folders",
        "settlement-fn, verigrad.chain.rpc-url verigrad.chain.enclave-registry verigrad.settlement.validators, verigrad.settlement.tock verigrad.chain.idd",
        "functions/explorer-fn, verigrad.chain.rpc-url verigrad.chain.settlement verigrad.chain.enclave-registry, verigrad.explorer.runner verigrad.chain.idd"
    })
    void namesEverySettingThatIsMissingAndEveryOneThatItDoesNotKnow(String service, String missing, String unknown)
            throws Exception {
        Map<String, String> settings = new TreeMap<>();
        List.of(unknown.split(" ")).forEach(setting -> settings.put(setting, "1"));

        String output = refusal(service, settings);

        for (String setting : missing.split(" ")) {
            assertThat(output.lines().filter(line -> line.contains("The config property " + setting + " is required")))
                    .as(output)
                    .hasSize(1);
        }
        assertThat(output.lines().filter(line -> line.contains("does not map to any root")))
                .as(output)
                .hasSize(unknown.split(" ").length);
        for (String setting : unknown.split(" ")) {
            assertThat(output.lines().filter(line -> line.contains(setting + " in ")))
                    .as(output)
                    .anyMatch(line -> line.contains("does not map to any root"));
        }
    }

    @Test
    void namesEverySettingOfASectionThatDoesNotExist() throws Exception {
        Map<String, String> settings = complete();
        settings.put("verigrad.verifer.key-file", key.toString());
        settings.put("verigrad.setlement.tick", "off");
        settings.put("verigrad.payment.key-file", key.toString());

        String output = refusal("functions/payment-fn", settings);

        assertThat(output)
                .contains("verigrad.verifer.key-file: expected one of the sections")
                .contains("verigrad.setlement.tick: expected one of the sections")
                .doesNotContain("verigrad.payment.key-file: expected one");
    }

    @Test
    void namesEveryValueThatItCannotUse() throws Exception {
        Map<String, String> settings = complete();
        settings.put("verigrad.chain.settlement", "0x12");
        settings.put("verigrad.chain.rpc-url", "ftp://127.0.0.1/secret");
        settings.put("verigrad.payment.key-file", folder.resolve("nothing").toString());
        settings.put("verigrad.payment.assets.USDC.address", "USDC");
        settings.put("verigrad.payment.assets.USDC.name", "USDC");
        settings.put("verigrad.payment.assets.USDC.version", "2");

        String output = refusal("functions/payment-fn", settings);

        assertThat(output)
                .contains("verigrad.chain.settlement: expected")
                .contains("verigrad.chain.rpc-url: expected an http or https URL")
                .contains("verigrad.payment.key-file: expected a file at " + folder.resolve("nothing"))
                .contains("verigrad.payment.assets.USDC.address: expected")
                .doesNotContain("/secret");
    }

    @Test
    void namesSettingsThatContradictEachOther() throws Exception {
        Map<String, String> settings = complete();
        settings.put("verigrad.settlement.key-file", key.toString());
        settings.put("verigrad.settlement.kms-key", "alias/settler");
        settings.put("verigrad.settlement.validators", "ftp://validator");
        settings.put("verigrad.settlement.tick", "off");

        String output = refusal("settlement-fn", settings);

        assertThat(output)
                .contains("verigrad.settlement.key-file and kms-key: expected exactly one of the two, found both")
                .contains("verigrad.settlement.validators: expected an http or https URL");
    }

    @Test
    void namesFilesThatTheVerifierCannotRead() throws Exception {
        Map<String, String> settings = complete();
        settings.put("verigrad.verifier.key-file", folder.resolve("nothing").toString());
        settings.put(
                "verigrad.verifier.policy-file",
                Files.writeString(folder.resolve("policy.yaml"), "version: 9\n").toString());

        String output = refusal("verifier-fn", settings);

        assertThat(output).contains("verigrad.verifier.key-file: ").contains("policy.yaml: ");
    }

    private Map<String, String> complete() {
        return new TreeMap<>(Map.of(
                "quarkus.datasource.reactive.url", "postgresql://127.0.0.1:9/none",
                "quarkus.datasource.username", "none",
                "quarkus.datasource.password", "none",
                "kafka.bootstrap.servers", "127.0.0.1:9",
                "verigrad.kafka.enabled", "false",
                "verigrad.chain.rpc-url", "http://127.0.0.1:9",
                "verigrad.chain.settlement", "0x0000000000000000000000000000000000000001",
                "verigrad.chain.enclave-registry", "0x0000000000000000000000000000000000000002"));
    }

    /** Starts a package and returns what it said when it ended, which it has to with a failure. */
    private String refusal(String service, Map<String, String> settings) throws Exception {
        StringBuilder lines = new StringBuilder();
        settings.forEach(
                (name, value) -> lines.append(name).append('=').append(value).append('\n'));
        Path configuration = Files.writeString(folder.resolve("application.properties"), lines);
        Path output = folder.resolve("output");
        Path jar = Services.application(Path.of("../..").toAbsolutePath().normalize(), service)
                .resolve("quarkus-run.jar");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=0",
                        "-Dquarkus.config.locations=" + configuration,
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as(service + " ends by itself")
                    .isTrue();
            assertThat(process.exitValue()).isNotZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
