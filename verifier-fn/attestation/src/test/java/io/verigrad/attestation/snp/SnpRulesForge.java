package io.verigrad.attestation.snp;

import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.policy.SnpRules;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rules that accept the good reports of the forge, for tests to change. */
public final class SnpRulesForge {
    public RevocationRule revocation = RevocationRule.REQUIRED;
    public SortedMap<String, SortedMap<String, Integer>> minimum = new TreeMap<>(Map.of(
            "Milan", minimum(4, 0, 22, 200),
            "Genoa", minimum(4, 0, 22, 84),
            "Turin", turin()));
    public SnpRules.Chips chips = new SnpRules.Chips.Listed(Set.of(SnpForge.CHIP, SnpForge.TURIN_CHIP));
    Set<String> providers = Set.of(SnpForge.PROVIDER);
    public int vmpl = 0;
    public int abi = 0x011f;
    public Set<SnpRules.Weakening> allow = Set.of(SnpRules.Weakening.SMT);
    public Set<SnpRules.GuestFeature> guest = Set.of(SnpRules.GuestFeature.CIPHERTEXT_HIDING);
    public Set<SnpRules.PlatformFeature> platform =
            Set.of(SnpRules.PlatformFeature.ECC, SnpRules.PlatformFeature.ALIAS_CHECK);

    public SnpRules rules() {
        return new SnpRules(revocation, minimum, chips, providers, vmpl, abi, allow, guest, platform);
    }

    public static SortedMap<String, Integer> minimum(int bootloader, int tee, int snp, int microcode) {
        return new TreeMap<>(Map.of("bootloader", bootloader, "tee", tee, "snp", snp, "microcode", microcode));
    }

    private static SortedMap<String, Integer> turin() {
        SortedMap<String, Integer> minimum = minimum(4, 0, 22, 200);
        minimum.put("fmc", 1);
        return minimum;
    }
}
