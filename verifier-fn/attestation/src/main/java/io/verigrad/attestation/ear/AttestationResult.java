package io.verigrad.attestation.ear;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.attestation.CompositeDocument;
import io.verigrad.attestation.CompositeDocument.Part;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.json.Json;
import io.verigrad.receipt.EnclaveRegistration;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A verdict as an attestation result (draft-ietf-rats-ear, section 3): the same that the registration for the chain is
 * made of, for readers without a chain.
 *
 * @param validUntil the end of the registration if there is one; a refusal counts as long as its evidence would have
 * @param policy names policy and version: its id and its digest
 * @param submodules the result for each part, {@code cpu0} first
 * @param registration what validators sign for the chain, empty unless the machine is accepted
 */
public record AttestationResult(
        Instant issuedAt,
        Instant validUntil,
        Hash32 nonce,
        String policy,
        SortedMap<String, Submodule> submodules,
        OperatorAssurance operatorAssurance,
        Optional<EnclaveRegistration> registration) {
    /** The profile of the claims. */
    public static final String PROFILE = "tag:github.com,2023:veraison/ear";

    public AttestationResult {
        submodules = Collections.unmodifiableSortedMap(new TreeMap<>(submodules));
    }

    /**
     * The result of a verdict.
     *
     * @param nonce what the evidence had to answer to
     * @throws EvidenceFormatException if the evidence is composite and not readable, which no verdict is about
     */
    public static AttestationResult of(
            Evidence evidence, EnclaveVerdict verdict, Hash32 nonce, AppraisalPolicy policy, Clock clock)
            throws EvidenceFormatException {
        CompositeDocument document = CompositeDocument.of(evidence);
        List<String> names = new ArrayList<>(List.of("cpu0"));
        document.devices().stream().map(Part::name).forEach(names::add);
        SortedMap<String, Submodule> submodules = new TreeMap<>();
        String id = policy.id() + "#" + policy.digest();
        return switch (verdict) {
            case EnclaveVerdict.Affirming affirming -> {
                names.forEach(name -> submodules.put(name, Submodule.good(affirming.operatorAssurance())));
                yield new AttestationResult(
                        clock.instant(),
                        Instant.ofEpochSecond(affirming.registration().validUntil()),
                        nonce,
                        id,
                        submodules,
                        affirming.operatorAssurance(),
                        Optional.of(affirming.registration()));
            }
            case EnclaveVerdict.Contraindicated(List<Violation> violations) -> {
                names.forEach(name -> submodules.put(name, refused(name, violations)));
                yield new AttestationResult(
                        clock.instant(),
                        clock.instant().plus(policy.evidenceMaxAge()),
                        nonce,
                        id,
                        submodules,
                        OperatorAssurance.NONE,
                        Optional.empty());
            }
        };
    }

    /** A part of a machine that is refused is as bad as the machine, whatever is wrong with which part. */
    private static Submodule refused(String name, List<Violation> violations) {
        return Submodule.bad(violations.stream()
                .filter(violation ->
                        violation.part().isEmpty() || violation.part().equals(name))
                .toList());
    }

    /** The worst of all parts. */
    public Submodule.Status status() {
        return submodules.values().stream()
                .map(Submodule::status)
                .max(java.util.Comparator.naturalOrder())
                .orElseThrow();
    }

    /**
     * The claims of the token.
     *
     * @param build names the version of the verifier
     */
    public ObjectNode claims(String build) {
        ObjectNode claims = Json.mapper().createObjectNode();
        claims.put("eat_profile", PROFILE)
                .put("iat", issuedAt.getEpochSecond())
                .put("exp", validUntil.getEpochSecond())
                .put("eat_nonce", nonce.toString().substring(2));
        claims.putObject("ear.verifier-id")
                .put("developer", "https://verigrad.io")
                .put("build", build);
        ObjectNode parts = claims.putObject("submods");
        submodules.forEach((name, part) -> {
            ObjectNode submod = parts.putObject(name);
            submod.put("ear.status", part.status().name().toLowerCase(Locale.ROOT));
            ObjectNode vector = submod.putObject("ear.trustworthiness-vector");
            part.vector().forEach(vector::put);
            submod.put("ear.appraisal-policy-id", policy);
            if (!part.violations().isEmpty()) {
                ArrayNode list = submod.putArray("verigrad.violations");
                part.violations()
                        .forEach(violation ->
                                list.addObject().put("code", violation.code()).put("detail", violation.detail()));
            }
        });
        claims.put("verigrad.operator-assurance", operatorAssurance.name());
        registration.ifPresent(value -> claims.set("verigrad.registration", Json.tree(value)));
        return claims;
    }
}
