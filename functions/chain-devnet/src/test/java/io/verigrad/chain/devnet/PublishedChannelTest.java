package io.verigrad.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** x402's published client and facilitator of channels, unchanged, with our channel contract and collector. */
class PublishedChannelTest {
    private static final Path CLIENTS =
            Path.of("../x402-clients").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void depositsPaysClaimsAndRefunds() throws Exception {
        if (!Files.exists(CLIENTS.resolve("node_modules/.package-lock.json"))) {
            run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        }
        try (TestChain test = new TestChain(directory)) {
            JsonNode steps = Json.mapper()
                    .readTree(run(
                            "node",
                            "channel.mjs",
                            test.anvil.rpcUrl().toString(),
                            test.contracts.usdc().toString(),
                            secret("payer", test.payer),
                            secret("receiver", test.settler)));

            assertThat(steps.at("/deposited/balance").asText()).isEqualTo("5000");
            assertThat(steps.get("forged").asText()).isEqualTo("invalid_batch_settlement_evm_voucher_signature");
            assertThat(steps.at("/claimed/totalClaimed").asText()).isEqualTo("1500");
            assertThat(steps.get("received").asText()).isEqualTo("1500");
            assertThat(steps.at("/refunded/amount").asText()).isEqualTo("3000");
            assertThat(steps.at("/refunded/balance").asText()).isEqualTo("2000");
            assertThat(steps.at("/refunded/totalClaimed").asText()).isEqualTo("2000");
        }
    }

    private String secret(String name, PrivateKey key) throws IOException {
        return "@" + Files.writeString(directory.resolve(name), key.secret().toString());
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .directory(CLIENTS.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end");
        }
        String output = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
