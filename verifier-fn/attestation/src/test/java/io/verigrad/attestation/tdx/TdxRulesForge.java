package io.verigrad.attestation.tdx;

import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.policy.TdxRules;
import java.time.Instant;
import java.util.Set;

/** Rules that accept the good quotes of the forge, for tests to change. */
final class TdxRulesForge {
    RevocationRule revocation = RevocationRule.REQUIRED;
    int evaluation = 18;
    Set<TdxRules.TcbStatus> statuses = Set.of();
    Instant graceEnd = Instant.EPOCH;
    Set<String> advisories = Set.of();
    TdxRules.Platforms platforms = new TdxRules.Platforms.Listed(Set.of(TdxForge.PLATFORM));
    Set<TdxRules.Weakening> allow = Set.of();
    long features = 0x602e7;
    String bootMarker = "";

    TdxRules rules() {
        return new TdxRules(
                revocation, evaluation, statuses, graceEnd, advisories, platforms, allow, features, bootMarker);
    }
}
