package io.verigrad.attestation.policy;

import io.verigrad.value.Hash32;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the keys that only Azure has. */
final class AzureRulesReader {
    static final Set<String> KEYS = Set.of("snp", "tdx", "key-certificate", "allow");

    private static final Map<String, String> FORMATS = Map.of("snp", "snp-v1", "tdx", "tdx-v1");

    private final PolicyNode node;
    private final RulesReader reader;
    private final boolean development;

    AzureRulesReader(PolicyNode node, RulesReader reader, boolean development) {
        this.node = node;
        this.reader = reader;
        this.development = development;
    }

    AzureRules read() {
        SortedMap<String, AzureRules.HardwareRules> hardware = new TreeMap<>();
        FORMATS.forEach((member, format) -> {
            if (!node.node().path(member).isMissingNode()) {
                hardware.put(format, hardware(node.child(member), format));
            }
        });
        if (hardware.isEmpty()) {
            node.problem("", "expected snp or tdx, or no machine could attest");
        }
        for (PolicyNode set : node.items("measurements")) {
            Set<String> registers = set.members("registers").keySet();
            set.accepts(
                    (registers.contains("measurement") || registers.contains("mr-td"))
                            && registers.stream().anyMatch(name -> name.startsWith("pcr")),
                    "expected measurement or mr-td, and registers of the TPM, or any software could run");
        }
        return new AzureRules(
                hardware, node.flag("key-certificate"), reader.constants("allow", AzureRules.Weakening.class));
    }

    private AzureRules.HardwareRules hardware(PolicyNode own, String format) {
        Set<String> keys = new HashSet<>(RulesReader.keys(format));
        keys.add("roots");
        own.allowOnly(keys);
        Set<Hash32> roots = new HashSet<>();
        for (PolicyNode root : own.items("roots")) {
            root.self(Hash32::parse, "the SHA-256 of a certificate as 0x and 64 hex digits")
                    .ifPresent(roots::add);
        }
        return new AzureRules.HardwareRules(roots, new RulesReader(own, development).readNested(format));
    }
}
