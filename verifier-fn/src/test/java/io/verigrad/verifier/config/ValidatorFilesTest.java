package io.verigrad.verifier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.verigrad.crypto.PrivateKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidatorFilesTest {
    private static final String KEY = "0x" + "05".repeat(32);
    private static final String POLICY = """
            version: 1
            id: test
            development: true
            evidence-max-age: PT5M
            clock-skew: PT30S
            epoch-lifetime: P1D
            formats:
              software-v1:
                max-assurance: UNATTESTED
                roots: ["0x0101010101010101010101010101010101010101010101010101010101010101"]
                measurements:
                  - name: runner
                    registers: { pcr0: "0x0202020202020202020202020202020202020202020202020202020202020202" }
            """;

    @TempDir
    Path directory;

    @Test
    void readsAValidator() throws Exception {
        Validator validator = files(KEY, POLICY, Map.of()).read();

        assertThat(validator.address()).isEqualTo(PrivateKey.parse(KEY).address());
        assertThat(validator.policy().id()).isEqualTo("test");
        assertThat(validator.chain().chainId()).hasToString("eip155:84532");
    }

    @Test
    void reportsEveryProblemInOneLine() {
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> files(
                                "hush",
                                POLICY.replace("clock-skew", "clock-skw").replace("P1D", "P99D"),
                                Map.of("verigrad.chain.settlement", "0x12", "verigrad.chain.rpc-url", "http://k:ey @"))
                        .read())
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines())
                        .hasSize(6)
                        .anyMatch(line -> line.contains("key file"))
                        .anyMatch(line -> line.contains("policy.clock-skw: unknown key"))
                        .anyMatch(line -> line.contains("policy.clock-skew: expected a duration"))
                        .anyMatch(line -> line.contains("policy.epoch-lifetime: expected PT0S to PT720H"))
                        .anyMatch(line -> line.contains("verigrad.chain.settlement: expected an address"))
                        .anyMatch(line -> line.contains("verigrad.chain.rpc-url: expected an http or https URL")))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush", "k:ey"));
    }

    @Test
    void takesOnlyAKeyOnP256ForResults() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        String good = pem(generator.generateKeyPair());
        generator.initialize(new ECGenParameterSpec("secp384r1"));

        assertThat(files(KEY, POLICY, resultKey(good)).read().resultKey()).isPresent();
        assertThat(files(KEY, POLICY, Map.of()).read().resultKey()).isEmpty();
        for (String bad : List.of(pem(generator.generateKeyPair()), good.substring(0, 80), "hush", "")) {
            assertThatExceptionOfType(InvalidConfigurationException.class)
                    .isThrownBy(() -> files(KEY, POLICY, resultKey(bad)).read())
                    .withMessageContaining("verigrad.verifier.result-key-file: expected a private key on P-256")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
        }
    }

    private Map<String, String> resultKey(String pem) throws Exception {
        return Map.of(
                "verigrad.verifier.result-key-file",
                Files.writeString(directory.resolve("result.pem"), pem).toString());
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    @Test
    void reportsMissingFilesByName() {
        Map<String, String> missing = Map.of(
                "verigrad.verifier.key-file", directory.resolve("none.key").toString(),
                "verigrad.verifier.policy-file", directory.resolve("none.yaml").toString());

        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> files(KEY, POLICY, missing).read())
                .withMessageContaining("verigrad.verifier.key-file: no such file")
                .withMessageContaining("verigrad.verifier.policy-file: no such file");
    }

    @Test
    void hasItsDefaults() throws Exception {
        SmallRyeConfig config = config(KEY, POLICY, Map.of());
        VerifierConfig verifier = config.getConfigMapping(VerifierConfig.class);

        assertThat(verifier.consumerGroup()).isEqualTo("verigrad-verifier-fn");
        assertThat(verifier.epochCache()).isEqualTo(Duration.ofSeconds(10));
        assertThat(verifier.retryMin()).isEqualTo(Duration.ofMillis(200));
        assertThat(verifier.retryMax()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.getConfigMapping(ChainSettings.class).timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    private ValidatorFiles files(String key, String policy, Map<String, String> more) throws Exception {
        SmallRyeConfig config = config(key, policy, more);
        return new ValidatorFiles(
                config.getConfigMapping(VerifierConfig.class), config.getConfigMapping(ChainSettings.class));
    }

    private SmallRyeConfig config(String key, String policy, Map<String, String> more) throws Exception {
        Map<String, String> values = new HashMap<>();
        values.put(
                "verigrad.verifier.key-file",
                Files.writeString(directory.resolve("key"), key).toString());
        values.put(
                "verigrad.verifier.policy-file",
                Files.writeString(directory.resolve("policy.yaml"), policy).toString());
        values.put("verigrad.chain.rpc-url", "http://127.0.0.1:8545");
        values.put("verigrad.chain.settlement", "0x" + "11".repeat(20));
        values.put("verigrad.chain.enclave-registry", "0x" + "22".repeat(20));
        values.putAll(more);
        return new SmallRyeConfigBuilder()
                .withMapping(VerifierConfig.class)
                .withMapping(ChainSettings.class)
                .withDefaultValues(values)
                .build();
    }
}
