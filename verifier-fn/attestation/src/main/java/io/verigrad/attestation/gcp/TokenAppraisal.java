package io.verigrad.attestation.gcp;

import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.GcpRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the rules of the policy object to in a genuine token. */
final class TokenAppraisal {
    private static final Duration MAX_LIFETIME = Duration.ofHours(1);

    private final TokenClaims claims;
    private final GcpRules rules;
    private final List<Violation> objections = new ArrayList<>();

    TokenAppraisal(TokenClaims claims, GcpRules rules) {
        this.claims = claims;
        this.rules = rules;
    }

    List<Violation> objections(FormatPolicy policy, Instant now) {
        requireText("iss", GcpVerifier.ISSUER, GcpReason.ISSUER_MISMATCH);
        requireText("aud", rules.audience(), GcpReason.AUDIENCE_MISMATCH);
        checkTime(now);
        requireText("swname", "CONFIDENTIAL_SPACE", GcpReason.SOFTWARE_MISMATCH);
        require(
                rules.support().stream().anyMatch(claims.support()::contains),
                GcpReason.SUPPORT_NOT_ALLOWED,
                "expected one of " + rules.support() + ", found " + claims.support());
        require(
                rules.hardware().contains(claims.text("hwmodel")),
                GcpReason.HARDWARE_NOT_ALLOWED,
                "found " + claims.text("hwmodel"));
        require(claims.secureBoot(), GcpReason.SECURE_BOOT_OFF, "secure boot is off");
        require(
                rules.projects().contains(claims.project()),
                GcpReason.PROJECT_NOT_ALLOWED,
                "the policy does not name \"" + claims.project() + "\"");
        require(
                !rules.confidentialGpu() || claims.gpuMode().equals("ON"),
                GcpReason.GPU_NOT_CONFIDENTIAL,
                "expected cc_mode ON, found \"" + claims.gpuMode() + "\"");
        checkOverrides(policy);
        return List.copyOf(objections);
    }

    private void checkTime(Instant now) {
        require(!now.isBefore(claims.notBefore()), GcpReason.TOKEN_NOT_YET_VALID, "valid from " + claims.notBefore());
        require(now.isBefore(claims.expiresAt()), GcpReason.TOKEN_EXPIRED, "valid until " + claims.expiresAt());
        Duration lifetime = Duration.between(claims.issuedAt(), claims.expiresAt());
        require(
                lifetime.compareTo(MAX_LIFETIME) <= 0,
                GcpReason.TOKEN_LIFETIME,
                "valid for " + lifetime + ", expected at most " + MAX_LIFETIME);
    }

    /** An image does what its command and its variables say: where they are not the image's own, the policy must know. */
    private void checkOverrides(FormatPolicy policy) {
        Set<String> named = policy.match(claims.measurements())
                .map(set -> set.registers().keySet())
                .orElse(Set.of());
        require(
                !claims.overridesCommand() || named.contains("args"),
                GcpReason.OVERRIDE_NOT_ALLOWED,
                "the operator changed the command");
        require(
                !claims.overridesEnvironment() || named.contains("env") || named.contains("env-override"),
                GcpReason.OVERRIDE_NOT_ALLOWED,
                "the operator changed the environment");
    }

    private void requireText(String member, String expected, GcpReason reason) {
        require(
                claims.text(member).equals(expected) && !expected.isEmpty(),
                reason,
                "expected " + expected + ", found " + claims.text(member));
    }

    private void require(boolean holds, GcpReason reason, String detail) {
        if (!holds) {
            objections.add(new Violation(reason, detail));
        }
    }
}
