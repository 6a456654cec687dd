package io.verigrad.chain.devnet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a deployment is, as the deployment script of the contracts writes it.
 *
 * @param contracts by name
 */
record DeploymentManifest(
        @JsonProperty("chainId") long chainId,
        @JsonProperty("contracts") Map<String, Part> contracts) {
    /**
     * A deployed contract.
     *
     * @param codeHash Keccak-256 of its code
     */
    record Part(
            @JsonProperty("address") Address address,
            @JsonProperty("codeHash") Hash32 codeHash) {}

    public DeploymentManifest {
        contracts = Map.copyOf(contracts);
    }

    static DeploymentManifest read(Path file) throws IOException, MalformedJsonException {
        return Json.read(Files.readAllBytes(file), DeploymentManifest.class);
    }

    Address addressOf(String contract) {
        Part part = contracts.get(contract);
        if (part == null) {
            throw new IllegalArgumentException(
                    "expected " + contract + " in the deployment, found " + contracts.keySet());
        }
        return part.address();
    }
}
