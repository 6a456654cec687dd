package io.verigrad.attestation.policy;

import io.verigrad.value.Hash32;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the keys of the formats of NVIDIA. */
final class NvidiaRulesReader {
    private static final String VERSION = "[0-9]{1,9}(\\.[0-9]{1,9}){0,4}";

    private NvidiaRulesReader() {}

    static Set<String> keys(boolean tokens) {
        return tokens
                ? Set.of("issuer", "minimum-driver", "devices")
                : Set.of("revocation", "rim-roots", "minimum-driver", "devices");
    }

    static NvidiaRules read(PolicyNode node, boolean tokens, RevocationRule revocation) {
        Set<Hash32> roots = new HashSet<>();
        if (!tokens) {
            for (PolicyNode root : node.items("rim-roots")) {
                root.self(Hash32::parse, "the SHA-256 of a certificate as 0x and 64 hex digits")
                        .ifPresent(roots::add);
            }
        }
        SortedMap<String, String> minimum = new TreeMap<>();
        node.members("minimum-driver")
                .forEach((product, version) -> version.self(text -> text, "a version in quotes")
                        .filter(text -> version.accepts(text.matches(VERSION), "expected numbers and points"))
                        .ifPresent(text -> minimum.put(product, text)));
        return new NvidiaRules(
                revocation,
                roots,
                tokens ? node.text("issuer", "https://[a-z0-9./-]{1,200}") : "",
                minimum,
                devices(node));
    }

    private static Optional<Set<String>> devices(PolicyNode node) {
        if (node.node().path("devices").isTextual()) {
            node.text("devices", "any");
            return Optional.empty();
        }
        Set<String> ids = new HashSet<>();
        for (PolicyNode device : node.items("devices")) {
            device.self(text -> text, "a device id as 0x and 40 hex digits")
                    .filter(id -> device.accepts(id.matches("0x[0-9a-f]{40}"), "expected 0x and 40 hex digits"))
                    .ifPresent(ids::add);
        }
        return Optional.of(ids);
    }
}
