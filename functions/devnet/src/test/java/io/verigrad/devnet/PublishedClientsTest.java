package io.verigrad.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.value.Hash32;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The published x402 clients, unchanged, and a receipt checker that shares no code with the services. */
@ExtendWith(SharedDevnet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedClientsTest {
    private static final Path CLIENTS =
            Path.of("../x402-clients").toAbsolutePath().normalize();

    private Devnet devnet;

    @BeforeAll
    void connect(Devnet devnet) {
        this.devnet = devnet;
    }

    @Test
    void theClientOfVersion2PaysAndGetsAReceipt() throws Exception {
        assertPays("pay-v2.mjs");
    }

    @Test
    void theClientOfVersion1PaysAndGetsAReceipt() throws Exception {
        assertPays("pay-v1.mjs");
    }

    private void assertPays(String script) throws Exception {
        JsonNode paid = run(script);

        assertThat(paid.get("status").asInt()).isEqualTo(200);
        Hash32 paymentId = Hash32.parse(paid.at("/checked/paymentId").asText());
        assertThat(new Ledger(devnet).awaitFinal(paymentId).state()).isEqualTo("SETTLED");
    }

    private JsonNode run(String script) throws Exception {
        Process process =
                new ProcessBuilder("node", script).directory(CLIENTS.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Json.mapper().readTree(process.getInputStream().readAllBytes());
    }
}
