package io.verigrad.attestation.nvidia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.NvidiaRules;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a device's token must say. Every claim must be there: one that is left out would be a check that nobody made.
 *
 * @param name such as {@code GPU-0}
 * @param version of the claims: 2.0 has flags where 3.0 has the state of each chain
 */
record NrasClaims(String name, JsonNode claims, String version) {
    static final List<String> VERSIONS = List.of("2.0", "3.0");
    private static final Pattern MODEL = Pattern.compile("([A-Z0-9_]{2,16})( .{0,64})?");
    private static final String PREFIX = "x-nvidia-";

    /** The device in hex, as its certificate numbers it. */
    String id() {
        String ueid = claims.path("ueid").asText();
        if (!ueid.matches("[0-9]{1,49}")) {
            return "";
        }
        String hex = new BigInteger(ueid).toString(16);
        return hex.length() > 40 ? "" : "0x" + "0".repeat(40 - hex.length()) + hex;
    }

    List<Violation> check(NvidiaRules rules) {
        List<Violation> violations = new ArrayList<>();
        boolean gpu = name.startsWith("GPU");
        String kind = PREFIX + (gpu ? "gpu-" : "switch-");
        expect(violations, "measres", "success");
        expect(violations, "dbgstat", "disabled");
        flag(violations, "secboot");
        for (String flag : List.of("parsed", "nonce-match", "signature-verified")) {
            flag(violations, kind + "attestation-report-" + flag);
        }
        flag(violations, kind + "arch-check");
        if (gpu) {
            flag(violations, kind + "vbios-index-no-conflict");
        }
        for (String manifest : gpu ? List.of("driver-rim-", "vbios-rim-") : List.of("bios-rim-")) {
            for (String flag : List.of("fetched", "schema-validated", "signature-verified", "measurements-available")) {
                flag(violations, kind + manifest + flag);
            }
            chain(violations, kind + manifest, "cert-validated");
        }
        chain(violations, kind + "attestation-report-", "cert-chain-validated");
        if (claims.hasNonNull(PREFIX + "mismatch-measurement-records")) {
            violations.add(problem("x-nvidia-mismatch-measurement-records", "none"));
        }
        device(violations, rules, gpu);
        return violations;
    }

    private void device(List<Violation> violations, NvidiaRules rules, boolean gpu) {
        Matcher model = MODEL.matcher(claims.path("hwmodel").asText());
        if (!model.matches() || id().isEmpty()) {
            violations.add(problem("hwmodel and ueid", "a model and a number"));
            return;
        }
        String driver = claims.path("x-nvidia-gpu-driver-version").asText();
        if (gpu && driver.isEmpty()) {
            violations.add(problem("x-nvidia-gpu-driver-version", "a version"));
        }
        violations.addAll(DeviceRules.check(rules, model.group(1), driver, id()));
    }

    private void chain(List<Violation> violations, String prefix, String flag) {
        if (version.equals("2.0")) {
            flag(violations, prefix + flag);
            return;
        }
        JsonNode chain = claims.path(prefix + "cert-chain");
        for (Map.Entry<String, String> state : Map.of(
                        "x-nvidia-cert-status", "valid", "x-nvidia-cert-ocsp-status", "good")
                .entrySet()) {
            if (!chain.path(state.getKey()).asText().equals(state.getValue())) {
                violations.add(problem(prefix + "cert-chain." + state.getKey(), state.getValue()));
            }
        }
        flag(violations, prefix + (flag.startsWith("cert-chain") ? "cert-chain-fwid-match" : "version-match"));
    }

    private void flag(List<Violation> violations, String claim) {
        if (!claims.path(claim).equals(BooleanNode.TRUE)) {
            violations.add(problem(claim, "true"));
        }
    }

    private void expect(List<Violation> violations, String claim, String value) {
        if (!claims.path(claim).isTextual() || !claims.path(claim).textValue().equals(value)) {
            violations.add(problem(claim, value));
        }
    }

    private Violation problem(String claim, String expected) {
        String found = claims.path(claim).toString();
        return new Violation(
                NvidiaReason.TOKEN_CLAIM,
                name + ": expected " + expected + " as " + claim + ", found "
                        + (found.isEmpty() ? "nothing" : found.length() > 80 ? found.substring(0, 80) : found));
    }
}
