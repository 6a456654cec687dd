package io.verigrad.devnet.validators;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.chain.settlement.Endorsement;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.receipt.EnclaveRegistration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all validators said of one enclave.
 *
 * @param answers by validator; empty where none came
 */
record Appraised(Map<String, Optional<JsonNode>> answers) {
    /** Validators that signed the same registration. */
    record Group(EnclaveRegistration registration, List<Endorsement> endorsements) {}

    boolean affirms(String validator) {
        return answers.getOrDefault(validator, Optional.empty())
                .filter(answer -> answer.path("status").asText().equals("affirming"))
                .isPresent();
    }

    /** One line of a validator's answer, for people. */
    static String text(Optional<JsonNode> answer) {
        if (answer.isEmpty()) {
            return "no answer";
        }
        return answer.get().path("status").asText().equals("affirming")
                ? "affirming, signed, policy "
                        + answer.get().at("/registration/policyDigest").asText().substring(0, 10)
                : "contraindicated " + answer.get().path("reasons");
    }

    /** By what they signed: validators of another policy sign another registration. The largest group comes first. */
    List<Group> groups() throws MalformedJsonException {
        Map<EnclaveRegistration, List<Endorsement>> groups = new LinkedHashMap<>();
        for (Map.Entry<String, Optional<JsonNode>> entry : answers.entrySet()) {
            if (affirms(entry.getKey())) {
                JsonNode answer = entry.getValue().orElseThrow();
                groups.computeIfAbsent(
                                Json.convert(answer.path("registration"), EnclaveRegistration.class),
                                first -> new ArrayList<>())
                        .add(Json.convert(answer, Endorsement.class));
            }
        }
        return groups.entrySet().stream()
                .map(group -> new Group(group.getKey(), List.copyOf(group.getValue())))
                .sorted((a, b) -> b.endorsements().size() - a.endorsements().size())
                .toList();
    }
}
