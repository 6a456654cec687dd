package io.verigrad.client.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Violation;
import io.verigrad.client.attestation.EvidenceOutcome;
import io.verigrad.receipt.EnclaveRegistration;
import java.time.Instant;
import java.util.List;

/**
 * What was found about evidence, for people and for scripts.
 *
 * @param nonce where it comes from
 */
record EvidenceReport(Evidence evidence, String nonce, EvidenceOutcome outcome) {
    int exitCode() {
        return switch (outcome) {
            case EvidenceOutcome.Accepted _ -> ExitCode.OK;
            case EvidenceOutcome.Malformed _ -> ExitCode.MALFORMED;
            case EvidenceOutcome.NotAuthentic _ -> ExitCode.NOT_AUTHENTIC;
            case EvidenceOutcome.NotAcceptable _ -> ExitCode.POLICY;
            case EvidenceOutcome.Undecided _ -> ExitCode.NETWORK;
        };
    }

    String toText() {
        StringBuilder text = new StringBuilder();
        line(text, "evidence", evidence.format() + ", " + evidence.document().size() + " bytes");
        line(text, "verdict", verdict().replace('_', ' '));
        line(text, "nonce", nonce);
        if (outcome
                instanceof
                EvidenceOutcome.Accepted(
                        EnclaveRegistration registration,
                        Binding binding,
                        String set,
                        OperatorAssurance operator)) {
            line(text, "measured", set + " (" + registration.measurementSet() + ")");
            line(text, "assurance", "at most " + registration.maxAssurance());
            line(text, "operator", operator.name());
            line(text, "key", registration.enclaveKey().toString());
            line(
                    text,
                    "TLS key",
                    binding.tlsKeyHash().isZero()
                            ? "none"
                            : binding.tlsKeyHash().toString());
            line(
                    text,
                    "HPKE key",
                    binding.hpkeKey().isZero() ? "none" : binding.hpkeKey().toString());
            line(
                    text,
                    "devices",
                    binding.deviceHash().isZero()
                            ? "none"
                            : binding.deviceHash().toString());
            line(text, "image", binding.imageDigest().toString());
            line(text, "models", binding.modelManifestHash().toString());
            line(
                    text,
                    "good",
                    Instant.ofEpochSecond(registration.validFrom()) + " to "
                            + Instant.ofEpochSecond(registration.validUntil()));
            line(text, "policy", registration.policyDigest().toString());
        }
        violations().forEach(violation -> text.append("  - ").append(violation).append('\n'));
        problems().forEach(problem -> text.append("  - ").append(problem).append('\n'));
        return text.toString().stripTrailing();
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", verdict());
        json.put("format", evidence.format());
        json.put("nonce", nonce);
        if (outcome
                instanceof
                EvidenceOutcome.Accepted(
                        EnclaveRegistration registration,
                        Binding binding,
                        String set,
                        OperatorAssurance operator)) {
            json.put("enclaveKey", registration.enclaveKey().toString());
            json.put("measurementSet", set);
            json.put("maxAssurance", registration.maxAssurance().name());
            json.put("operatorAssurance", operator.name());
            json.put("imageDigest", binding.imageDigest().toString());
            json.put("modelManifestHash", binding.modelManifestHash().toString());
            json.put("evidenceDigest", registration.evidenceDigest().toString());
            json.put("policyDigest", registration.policyDigest().toString());
            json.put(
                    "validFrom", Instant.ofEpochSecond(registration.validFrom()).toString());
            json.put(
                    "validUntil",
                    Instant.ofEpochSecond(registration.validUntil()).toString());
        }
        ArrayNode violations = json.putArray("violations");
        violations()
                .forEach(violation -> violations
                        .addObject()
                        .put("code", violation.code())
                        .put("detail", violation.detail())
                        .put("part", violation.part()));
        ArrayNode problems = json.putArray("problems");
        problems().forEach(problems::add);
        return json.toString();
    }

    private String verdict() {
        return switch (outcome) {
            case EvidenceOutcome.Accepted _ -> "accepted";
            case EvidenceOutcome.Malformed _ -> "malformed";
            case EvidenceOutcome.NotAuthentic _ -> "not_authentic";
            case EvidenceOutcome.NotAcceptable _ -> "not_acceptable";
            case EvidenceOutcome.Undecided _ -> "undecided";
        };
    }

    private List<Violation> violations() {
        return switch (outcome) {
            case EvidenceOutcome.Accepted _, EvidenceOutcome.Malformed _ -> List.of();
            case EvidenceOutcome.NotAuthentic refused -> refused.violations();
            case EvidenceOutcome.NotAcceptable refused -> refused.violations();
            case EvidenceOutcome.Undecided undecided -> undecided.violations();
        };
    }

    private List<String> problems() {
        return switch (outcome) {
            case EvidenceOutcome.Malformed malformed -> List.of(malformed.problem());
            case EvidenceOutcome.Undecided undecided -> undecided.problems();
            case EvidenceOutcome.Accepted _, EvidenceOutcome.NotAuthentic _, EvidenceOutcome.NotAcceptable _ ->
                List.of();
        };
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-11s%s%n".formatted(name, value));
    }
}
