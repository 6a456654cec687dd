package io.verigrad.attestation.policy;

import io.verigrad.value.Bytes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the keys that only one format has. */
final class RulesReader {
    private static final Set<String> SNP_KEYS = Set.of(
            "revocation",
            "minimum-tcb",
            "chips",
            "providers",
            "vmpl",
            "minimum-abi",
            "allow",
            "guest-features",
            "platform-features");

    private final PolicyNode node;
    private final boolean development;

    RulesReader(PolicyNode node, boolean development) {
        this.node = node;
        this.development = development;
    }

    /** The keys of a format besides those that every format has. */
    static Set<String> keys(String format) {
        return switch (format) {
            case "nitro-v1" -> Set.of("revocation");
            case "snp-v1" -> SNP_KEYS;
            case "tdx-v1" -> TdxRulesReader.KEYS;
            case "azure-v1" -> AzureRulesReader.KEYS;
            case "gcp-token-v1" -> GcpRulesReader.KEYS;
            case "nvidia-gpu-v1" -> NvidiaRulesReader.keys(false);
            case "nvidia-nras-v1" -> NvidiaRulesReader.keys(true);
            default -> Set.of();
        };
    }

    FormatRules read(String format) {
        return switch (format) {
            case "nitro-v1" -> new NitroRules(revocation());
            case "snp-v1" -> snp();
            case "tdx-v1" -> {
                TdxRulesReader tdx = new TdxRulesReader(node, this);
                tdx.checkMeasurements();
                yield tdx.read();
            }
            case "azure-v1" -> new AzureRulesReader(node, this, development).read();
            case "gcp-token-v1" -> new GcpRulesReader(node, this).read();
            case "nvidia-gpu-v1" -> NvidiaRulesReader.read(node, false, revocation());
            case "nvidia-nras-v1" -> NvidiaRulesReader.read(node, true, RevocationRule.REQUIRED);
            default -> new FormatRules.None();
        };
    }

    /** The rules of a format inside those of another, which has the measurements. */
    FormatRules readNested(String format) {
        return switch (format) {
            case "snp-v1" -> snp();
            case "tdx-v1" -> new TdxRulesReader(node, this).read();
            default -> new FormatRules.None();
        };
    }

    RevocationRule revocation() {
        if (node.node().path("revocation").isMissingNode()) {
            return RevocationRule.REQUIRED;
        }
        RevocationRule rule = node.value(
                        "revocation", text -> constant(RevocationRule.class, text), "required or unchecked")
                .orElse(RevocationRule.REQUIRED);
        if (rule == RevocationRule.UNCHECKED && !development) {
            node.problem("revocation", "unchecked accepts revoked machines; it needs development: true");
        }
        return rule;
    }

    private SnpRules snp() {
        SortedMap<String, SortedMap<String, Integer>> minimum = new TreeMap<>();
        node.members("minimum-tcb").forEach((product, components) -> {
            if (components.accepts(SnpRules.COMPONENTS.containsKey(product), "expected Milan, Genoa or Turin")) {
                versions(product, components).ifPresent(versions -> minimum.put(product, versions));
            }
        });
        SnpRules.Chips chips = chips();
        Set<String> providers = new HashSet<>();
        for (PolicyNode provider : node.optionalItems("providers")) {
            provider.self(text -> text, "the name of a provider").ifPresent(providers::add);
        }
        if (providers.isEmpty() && chips instanceof SnpRules.Chips.Listed(Set<Bytes> ids) && ids.isEmpty()) {
            node.problem("", "expected chips or providers, or nobody could attest");
        }
        return new SnpRules(
                revocation(),
                minimum,
                chips,
                providers,
                node.number("vmpl", 0, 3),
                minimumAbi(),
                constants("allow", SnpRules.Weakening.class),
                constants("guest-features", SnpRules.GuestFeature.class),
                constants("platform-features", SnpRules.PlatformFeature.class));
    }

    private static Optional<SortedMap<String, Integer>> versions(String product, PolicyNode components) {
        Set<String> names = SnpRules.COMPONENTS.getOrDefault(product, Set.of());
        components.allowOnly(names);
        SortedMap<String, Integer> versions = new TreeMap<>();
        // All of them: a component without a minimum would be a check that nobody misses.
        names.forEach(name -> versions.put(name, components.number(name, 0, 255)));
        return Optional.of(versions);
    }

    private SnpRules.Chips chips() {
        if (node.node().path("chips").isTextual()) {
            node.text("chips", "any");
            return new SnpRules.Chips.Any();
        }
        Set<Bytes> ids = new HashSet<>();
        for (PolicyNode chip : node.optionalItems("chips")) {
            chip.self(Bytes::parse, "a chip id as 0x and 128 hex digits")
                    .filter(id -> chip.accepts(id.size() == 64 && !id.isZero(), "expected 64 bytes, not all zero"))
                    .ifPresent(ids::add);
        }
        return new SnpRules.Chips.Listed(ids);
    }

    private int minimumAbi() {
        String text = node.text("minimum-abi", "[0-9]{1,2}\\.[0-9]{1,2}");
        if (text.isEmpty()) {
            return 0;
        }
        int dot = text.indexOf('.');
        return Integer.parseInt(text.substring(0, dot)) << 8 | Integer.parseInt(text.substring(dot + 1));
    }

    <E extends Enum<E>> Set<E> constants(String member, Class<E> type) {
        Set<E> constants = EnumSet.noneOf(type);
        for (PolicyNode item : node.optionalItems(member)) {
            item.self(text -> constant(type, text), "one of " + names(type)).ifPresent(constants::add);
        }
        return constants;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        for (Map.Entry<String, E> entry : byName(type).entrySet()) {
            if (entry.getKey().equals(text)) {
                return entry.getValue();
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static <E extends Enum<E>> Set<String> names(Class<E> type) {
        return byName(type).keySet();
    }

    private static <E extends Enum<E>> SortedMap<String, E> byName(Class<E> type) {
        SortedMap<String, E> names = new TreeMap<>();
        for (E constant : EnumSet.allOf(type)) {
            names.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return names;
    }
}
