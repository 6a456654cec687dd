package io.verigrad.chain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.contracts.Settlement;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The custom errors that our contracts declare, read from their ABI. */
final class ContractErrors {
    private static final List<String> CONTRACTS = List.of(
            "Authority",
            "BatchSettlement",
            "ChannelClaims",
            "Disputes",
            "EnclaveRegistry",
            "InferenceRequests",
            "ModelRegistry",
            "OPG",
            "Settlement",
            "TestExactPermit2Proxy",
            "TestPermit2",
            "TestUptoPermit2Proxy",
            "TestUsdc",
            "TimelockController",
            "ValidatorStaking",
            "VerigradGovernor");

    private ContractErrors() {}

    static Map<Bytes, String> namesBySelector() {
        Map<Bytes, String> names = new HashMap<>();
        for (String contract : CONTRACTS) {
            for (JsonNode entry : abi(contract)) {
                if (entry.path("type").asText().equals("error")) {
                    String name = entry.path("name").asText();
                    names.put(Selector.of(name + parameters(entry.path("inputs"))), name);
                }
            }
        }
        return Map.copyOf(names);
    }

    private static String parameters(JsonNode inputs) {
        List<String> types = new ArrayList<>();
        inputs.forEach(input -> types.add(input.path("type").asText()));
        return "(" + String.join(",", types) + ")";
    }

    private static JsonNode abi(String contract) {
        try (InputStream in = Settlement.class.getResourceAsStream(contract + ".abi")) {
            if (in == null) {
                throw new IllegalStateException("the bindings lack the ABI of " + contract);
            }
            return Json.read(in.readAllBytes(), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the ABI of " + contract + " is not JSON", e);
        }
    }
}
