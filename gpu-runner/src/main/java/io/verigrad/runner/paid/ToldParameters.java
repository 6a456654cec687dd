package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.json.CanonicalJson;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.runner.api.InvalidRequestException;
import io.verigrad.value.Hash32;
import java.util.Map;

/**
 * What a generated answer says of how it was made: its member {@code verigrad}, which the parameters hash of its receipt
 * binds.
 */
public record ToldParameters(byte[] answer, Hash32 parametersHash) {
    /**
     * The seed of a generated text.
     *
     * @throws InvalidRequestException if the answer does not tell what its receipt hashes
     */
    public long seed() throws InvalidRequestException {
        JsonNode told;
        try {
            told = Json.read(answer, JsonNode.class).path("verigrad");
        } catch (MalformedJsonException e) {
            throw InvalidRequestException.of("unsupported_answer", "response", "expected a whole answer in JSON");
        }
        JsonNode parameters = told.path("parameters");
        // Otherwise a runner that answered falsely could tell a seed of no use, and nothing would be found.
        if (!parameters.isObject()
                || !CanonicalJson.digest(Map.of("numericsClass", told.path("numericsClass"), "parameters", parameters))
                        .equals(parametersHash)) {
            throw InvalidRequestException.of(
                    "parameters_mismatch", "response", "expected the parameters that the receipt hashes in the answer");
        }
        try {
            return Long.parseLong(parameters.path("seed").asText());
        } catch (NumberFormatException e) {
            throw InvalidRequestException.of("invalid_value", "response", "expected a seed among the parameters");
        }
    }
}
