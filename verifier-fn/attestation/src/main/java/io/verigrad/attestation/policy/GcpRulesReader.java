package io.verigrad.attestation.policy;

import io.verigrad.value.Hash32;
import java.util.HashSet;
import java.util.Set;

/** Reads the keys that only Confidential Space has. */
final class GcpRulesReader {
    static final Set<String> KEYS =
            Set.of("revocation", "audience", "token-keys", "hardware", "support", "projects", "confidential-gpu");

    private static final Set<String> HARDWARE = Set.of("GCP_INTEL_TDX", "GCP_AMD_SEV", "GCP_AMD_SEV_ES");
    private static final Set<String> SUPPORT = Set.of("STABLE", "LATEST", "USABLE");

    private final PolicyNode node;
    private final RulesReader reader;

    GcpRulesReader(PolicyNode node, RulesReader reader) {
        this.node = node;
        this.reader = reader;
    }

    GcpRules read() {
        for (PolicyNode set : node.items("measurements")) {
            set.accepts(
                    set.members("registers").containsKey("image-digest"),
                    "expected image-digest, or any image could run");
        }
        return new GcpRules(
                reader.revocation(),
                node.text("audience", "[!-~]{1,512}"),
                keys(),
                words("hardware", HARDWARE),
                words("support", SUPPORT),
                texts("projects"),
                node.flag("confidential-gpu"));
    }

    private GcpRules.Keys keys() {
        if (node.node().path("token-keys").isTextual()) {
            node.text("token-keys", "fetched");
            return new GcpRules.Keys.Fetched();
        }
        Set<Hash32> thumbprints = new HashSet<>();
        for (PolicyNode key : node.optionalItems("token-keys")) {
            key.self(Hash32::parse, "the thumbprint of a key (RFC 7638) as 0x and 64 hex digits")
                    .ifPresent(thumbprints::add);
        }
        return new GcpRules.Keys.Listed(thumbprints);
    }

    private Set<String> words(String member, Set<String> known) {
        Set<String> words = new HashSet<>();
        for (PolicyNode item : node.items(member)) {
            item.self(text -> text, "one of " + known.stream().sorted().toList())
                    .filter(word -> item.accepts(
                            known.contains(word),
                            "expected one of " + known.stream().sorted().toList() + ", found " + word))
                    .ifPresent(words::add);
        }
        return words;
    }

    private Set<String> texts(String member) {
        Set<String> texts = new HashSet<>();
        for (PolicyNode item : node.items(member)) {
            item.self(text -> text, "a text").ifPresent(texts::add);
        }
        return texts;
    }
}
