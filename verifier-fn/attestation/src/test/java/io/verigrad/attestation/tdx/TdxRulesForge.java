package io.verigrad.attestation.tdx;

import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.policy.TdxRules;
import java.time.Instant;
import java.util.Set;

/** Rules that accept the good quotes of the forge, for tests to change. */
public final class TdxRulesForge {
    public RevocationRule revocation = RevocationRule.REQUIRED;
    public int evaluation = 18;
    public Set<TdxRules.TcbStatus> statuses = Set.of();
    public Instant graceEnd = Instant.EPOCH;
    public Set<String> advisories = Set.of();
    public TdxRules.Platforms platforms = new TdxRules.Platforms.Listed(Set.of(TdxForge.PLATFORM));
    public Set<TdxRules.Weakening> allow = Set.of();
    public long features = 0x602e7;
    public String bootMarker = "";

    public TdxRules rules() {
        return new TdxRules(
                revocation, evaluation, statuses, graceEnd, advisories, platforms, allow, features, bootMarker);
    }
}
