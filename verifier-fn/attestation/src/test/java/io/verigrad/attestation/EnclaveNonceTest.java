package io.verigrad.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.Json;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EnclaveNonceTest {
    @Test
    void agreesWithTheVectorsOfTheContracts() throws Exception {
        byte[] file = Files.readAllBytes(Path.of("../../contracts/vectors/verigrad.json"));

        JsonNode vectors = Json.read(file, JsonNode.class).path("enclaveNonces");

        assertThat(vectors).isNotEmpty();
        for (JsonNode vector : vectors) {
            assertThat(EnclaveNonce.of(
                            Address.parse(vector.path("registry").asText()),
                            new ChainId(vector.path("chainId").asLong()),
                            Hash32.parse(vector.path("blockHash").asText())))
                    .hasToString(vector.path("nonce").asText());
        }
    }
}
