package io.verigrad.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.verigrad.crypto.Keccak256;
import io.verigrad.value.Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local network has what production gets: the script's own deployment, and not a likeness of it. */
class DeploymentTest {
    private static final Path CONTRACTS = Path.of("../../contracts").toAbsolutePath();
    /** The deployer of the local network: the first account of the test mnemonic. */
    private static final String DEPLOYER = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    @Test
    void theReplayMakesWhatTheScriptMakes(@TempDir Path directory) throws Exception {
        DeploymentManifest planned = DevnetPlan.load().manifest();

        assertThat(planned).isEqualTo(deployedByScript(directory.resolve("script")));
        assertThat(planned.contracts()).hasSizeGreaterThan(10);
        try (TestChain test = new TestChain(directory.resolve("replay"));
                DevnetRpc rpc = new DevnetRpc(test.anvil.rpcUrl())) {
            for (Map.Entry<String, DeploymentManifest.Part> part :
                    planned.contracts().entrySet()) {
                Address address = part.getValue().address();
                assertThat(Keccak256.hash(rpc.code(address).toArray()))
                        .as(part.getKey())
                        .isEqualTo(part.getValue().codeHash());
            }
        }
    }

    /** What production's script writes about a deployment with the local network's parameters on an anvil of its own. */
    private static DeploymentManifest deployedByScript(Path directory) throws Exception {
        // forge may write under its project only.
        Path manifest = CONTRACTS.resolve("target/script-manifest.json");
        Files.deleteIfExists(manifest);
        try (Anvil anvil = Anvil.start(AnvilBinary.find(), directory, OptionalInt.empty())) {
            Path log = directory.resolve("forge.log");
            ProcessBuilder forge = new ProcessBuilder(List.of(
                            "node",
                            "tools/forge.js",
                            "script",
                            "script/DeployAll.s.sol",
                            "--rpc-url",
                            anvil.rpcUrl().toString(),
                            "--broadcast",
                            "--slow",
                            "--private-key",
                            DEPLOYER))
                    .directory(CONTRACTS.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            forge.environment().put("VERIGRAD_PARAMETERS", "genesis/devnet.json");
            forge.environment().put("VERIGRAD_MANIFEST", "target/script-manifest.json");
            Process process = forge.start();
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended && process.exitValue() == 0)
                    .as(() -> "forge: " + read(log))
                    .isTrue();
        }
        return DeploymentManifest.read(manifest);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (java.io.IOException e) {
            return "no log";
        }
    }
}
