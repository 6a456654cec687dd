package io.verigrad.attestation.nvidia;

import com.fasterxml.jackson.databind.JsonNode;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.jose.Jws;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.value.Bytes;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An answer of NVIDIA's Remote Attestation Service: a token about the whole machine and, detached, one for each device
 * (RFC 9711, section 4.2.18.2): {@code [["JWT", token], {"GPU-0": token, ...}]}.
 *
 * @param tokens the compact form by name, of which the overall token has the digests
 */
record NrasToken(Jws overall, SortedMap<String, Jws> devices, SortedMap<String, String> tokens) {
    private static final String FIELD = "token";
    private static final int MAX_SIZE = 96 << 10;
    private static final int MAX_DEVICES = 16;

    NrasToken {
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
        tokens = Collections.unmodifiableSortedMap(new TreeMap<>(tokens));
    }

    /**
     * Reads an answer; no signature is checked.
     *
     * @throws EvidenceFormatException if the bytes are anything else
     */
    static NrasToken parse(Bytes document) throws EvidenceFormatException {
        if (document.size() > MAX_SIZE) {
            throw EvidenceFormatException.of(
                    FIELD, "expected at most " + MAX_SIZE + " bytes, found " + document.size());
        }
        JsonNode tree;
        try {
            tree = Json.read(document.toArray(), JsonNode.class);
        } catch (MalformedJsonException e) {
            throw EvidenceFormatException.of(FIELD, "expected JSON", e);
        }
        JsonNode overall = tree.path(0);
        JsonNode detached = tree.path(1);
        if (!tree.isArray()
                || tree.size() != 2
                || overall.size() != 2
                || !overall.path(0).asText().equals("JWT")
                || !overall.path(1).isTextual()
                || !detached.isObject()
                || detached.isEmpty()
                || detached.size() > MAX_DEVICES) {
            throw EvidenceFormatException.of(
                    FIELD, "expected [[\"JWT\", token], {name: token}] of 1 to " + MAX_DEVICES + " devices");
        }
        SortedMap<String, Jws> devices = new TreeMap<>();
        SortedMap<String, String> tokens = new TreeMap<>();
        for (var entry : detached.properties()) {
            if (!entry.getKey().matches("(GPU|SWITCH)-[0-9]{1,2}")
                    || !entry.getValue().isTextual()) {
                throw EvidenceFormatException.of(FIELD, "expected names such as GPU-0 and tokens");
            }
            devices.put(
                    entry.getKey(), Jws.parse(entry.getKey(), entry.getValue().textValue()));
            tokens.put(entry.getKey(), entry.getValue().textValue());
        }
        return new NrasToken(Jws.parse(FIELD, overall.path(1).textValue()), devices, tokens);
    }
}
