package io.verigrad.attestation.nvidia;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Claims;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.jose.JsonWebKeys;
import io.verigrad.attestation.jose.Jws;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.NvidiaRules;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Verifies answers of NVIDIA's Remote Attestation Service about the devices of one machine. Who accepts them trusts that
 * service to have compared the reports with its reference values. The keys come as collateral, below a pinned authority.
 */
public final class NrasVerifier implements EvidenceVerifier {
    /** The format that it reads. */
    public static final String FORMAT = "nvidia-nras-v1";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean isForDevelopment() {
        return false;
    }

    @Override
    public boolean isForDevices() {
        return true;
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Clock clock) throws EvidenceFormatException {
        return verify(bytes, policy, Circumstances.at(clock));
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Circumstances circumstances)
            throws EvidenceFormatException {
        NrasToken token = NrasToken.parse(bytes);
        NvidiaRules rules = NvidiaRules.of(policy);
        List<JsonWebKeys> keys = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        for (Bytes json : circumstances.collateral().documents(CollateralDocument.Kind.JSON_WEB_KEYS)) {
            try {
                JsonWebKeys read = JsonWebKeys.parse(json);
                if (read.issuer().equals(rules.issuer())) {
                    keys.add(read);
                }
            } catch (CollateralFormatException e) {
                violations.add(new Violation(NvidiaReason.TOKEN_KEYS_MISSING, String.valueOf(e.getMessage())));
            }
        }
        if (keys.isEmpty()) {
            violations.add(new Violation(NvidiaReason.TOKEN_KEYS_MISSING, "no keys of \"" + rules.issuer() + "\""));
            return new Verification.NotAuthentic(violations);
        }
        NrasAuthenticity authenticity = new NrasAuthenticity(token, rules, policy.roots(), circumstances.clock());
        List<Violation> found = authenticity.verify(keys);
        if (!found.isEmpty()) {
            return new Verification.NotAuthentic(found);
        }
        return authentic(token, rules, authenticity.validUntil());
    }

    private static Verification authentic(NrasToken token, NvidiaRules rules, Instant until) {
        List<Violation> objections = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        JsonNode overall = token.overall().claims();
        if (!overall.path("x-nvidia-overall-att-result").equals(com.fasterxml.jackson.databind.node.BooleanNode.TRUE)) {
            objections.add(new Violation(NvidiaReason.TOKEN_CLAIM, "expected true as x-nvidia-overall-att-result"));
        }
        String version = overall.path("x-nvidia-ver").asText();
        if (!NrasClaims.VERSIONS.contains(version)) {
            objections.add(new Violation(
                    NvidiaReason.TOKEN_VERSION, "expected " + NrasClaims.VERSIONS + ", found \"" + version + "\""));
        }
        token.devices().forEach((name, device) -> {
            NrasClaims claims = new NrasClaims(name, device.claims(), version);
            objections.addAll(claims.check(rules));
            ids.add(claims.id());
        });
        return new Verification.Authentic(
                new Claims(
                        new TreeMap<>(),
                        false,
                        Bytes.EMPTY,
                        nonce(token),
                        Bytes.EMPTY,
                        Instant.ofEpochSecond(overall.path("iat").asLong()),
                        until,
                        Sha256.hash(token.overall().signingInput().toArray())),
                objections,
                rules.hardware(ids, (int) token.devices().keySet().stream()
                        .filter(name -> name.startsWith("GPU"))
                        .count()));
    }

    /** The nonce that every token has, empty if they differ. */
    private static Bytes nonce(NrasToken token) {
        String nonce = token.overall().claims().path("eat_nonce").asText();
        for (Jws device : token.devices().values()) {
            if (!device.claims().path("eat_nonce").asText().equals(nonce)) {
                return Bytes.EMPTY;
            }
        }
        return nonce.matches("[0-9a-fA-F]{64}") ? Bytes.parse("0x" + nonce) : Bytes.EMPTY;
    }
}
