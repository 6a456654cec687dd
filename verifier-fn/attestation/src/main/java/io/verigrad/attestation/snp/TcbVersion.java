package io.verigrad.attestation.snp;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The version of every firmware component (AMD 56860, section 2.2).
 *
 * @param components by name, 0 to 255
 */
record TcbVersion(SortedMap<String, Integer> components) {
    TcbVersion {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    /** Reads 8 bytes in the layout of {@code product}. */
    static TcbVersion parse(String field, Product product, Bytes raw) throws EvidenceFormatException {
        byte[] bytes = raw.toArray();
        List<String> layout = product.tcbLayout();
        SortedMap<String, Integer> components = new TreeMap<>();
        for (int i = 0; i < layout.size(); i++) {
            if (!layout.get(i).isEmpty()) {
                components.put(layout.get(i), bytes[i] & 0xff);
            } else if (bytes[i] != 0) {
                throw EvidenceFormatException.of(field, "expected zero in reserved byte " + i + " of " + raw);
            }
        }
        return new TcbVersion(components);
    }

    /** Whether no component is older: a version compared as one number would let a new one hide an old one. */
    boolean isAtLeast(Map<String, Integer> minimum) {
        return components.keySet().equals(minimum.keySet())
                && minimum.entrySet().stream()
                        .allMatch(entry -> components.getOrDefault(entry.getKey(), -1) >= entry.getValue());
    }
}
