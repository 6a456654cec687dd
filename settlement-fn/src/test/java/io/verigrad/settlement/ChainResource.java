package io.verigrad.settlement;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.verigrad.chain.devnet.Anvil;
import io.verigrad.chain.devnet.AnvilBinary;
import io.verigrad.chain.devnet.DevnetContracts;
import io.verigrad.chain.devnet.DevnetGenesis;
import io.verigrad.value.TokenAmount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An anvil with the contracts; the application reaches it through a proxy that the test runs. */
public final class ChainResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable Anvil anvil;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("verigrad-settlement-");
            Anvil started = Anvil.start(AnvilBinary.find(), directory, OptionalInt.empty());
            anvil = started;
            DevnetContracts contracts = DevnetContracts.deploy(
                    started.rpcUrl(),
                    new DevnetGenesis(
                            Keys.ADMIN.address(),
                            Map.of(
                                    Keys.VALIDATORS.get(0).address(), 1L,
                                    Keys.VALIDATORS.get(1).address(), 1L),
                            List.of(Keys.MEASUREMENTS),
                            Keys.TREASURY,
                            Map.of(Keys.PAYER.address(), TokenAmount.of(1_000_000_000)),
                            List.of(Keys.SETTLER.address(), Keys.STRANGER.address())));
            Path keyFile = Files.writeString(directory.resolve("settler.key"), Keys.SETTLER.secret() + "\n");
            return config(started, contracts, keyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (anvil != null) {
            anvil.close();
        }
    }

    private static Map<String, String> config(Anvil anvil, DevnetContracts contracts, Path keyFile) throws IOException {
        Map<String, String> config = new HashMap<>(InMemoryConnector.switchIncomingChannelsToInMemory("appraised-in"));
        config.put("test.anvil", anvil.rpcUrl().toString());
        config.put("verigrad.chain.rpc-url", "http://127.0.0.1:" + freePort());
        config.put("verigrad.chain.settlement", contracts.settlement().toString());
        config.put(
                "verigrad.chain.enclave-registry", contracts.enclaveRegistry().toString());
        config.put("verigrad.chain.disputes", contracts.disputes().toString());
        config.put(
                "verigrad.chain.inference-requests",
                contracts.inferenceRequests().toString());
        config.put("verigrad.settlement.request-tries", "2");
        config.put("verigrad.settlement.recheck-operators", Keys.RECHECK_OPERATOR.toString());
        config.put("test.opg", contracts.opg().toString());
        config.put("verigrad.settlement.key-file", keyFile.toString());
        config.put(
                "verigrad.settlement.validators", "http://127.0.0.1:" + freePort() + ",http://127.0.0.1:" + freePort());
        config.put("verigrad.settlement.hosts", Keys.HOST.toString());
        // Tests run the rounds themselves.
        config.put("verigrad.settlement.tick", "off");
        config.put("verigrad.settlement.batch-age", "0s");
        config.put("verigrad.chain.channel-claims", contracts.channelClaims().toString());
        config.put("verigrad.settlement.channel-age", "0s");
        config.put("verigrad.settlement.runners", "http://127.0.0.1:" + freePort());
        config.put("verigrad.settlement.batch-size", "8");
        config.put("verigrad.settlement.confirmations", "3");
        config.put("verigrad.settlement.claim", "2s");
        config.put("verigrad.settlement.retry-after", "1s");
        config.put("verigrad.settlement.reprice-after", "2");
        config.put("verigrad.settlement.endorse-timeout", "2s");
        config.put("verigrad.settlement.nonce-taken-after", "1s");
        config.put("quarkus.log.category.\"io.zonky.test\".level", "WARN");
        return config;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
