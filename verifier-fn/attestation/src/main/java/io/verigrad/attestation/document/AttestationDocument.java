package io.verigrad.attestation.document;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.value.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The payload of an attestation document (AWS Nitro Enclaves, "Attestation process", section 2.2.2).
 *
 * @param timestamp milliseconds resolution
 * @param pcrs registers 0 to 31, each of 32, 48 or 64 bytes
 * @param certificate DER of the certificate whose key signed the document
 * @param bundle DER of the certificates above it, root first
 * @param publicKey empty if absent
 * @param userData empty if absent
 * @param nonce empty if absent
 */
public record AttestationDocument(
        String moduleId,
        Instant timestamp,
        SortedMap<Integer, Bytes> pcrs,
        Bytes certificate,
        List<Bytes> bundle,
        Bytes publicKey,
        Bytes userData,
        Bytes nonce) {
    private static final String DIGEST = "SHA384";

    public AttestationDocument {
        pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(pcrs));
        bundle = List.copyOf(bundle);
    }

    /**
     * Reads a payload; unknown members are ignored, as AWS may add some.
     *
     * @throws EvidenceFormatException if a member is missing or not what it should be
     */
    public static AttestationDocument parse(Bytes payload) throws EvidenceFormatException {
        if (!(CborReader.read("payload", payload) instanceof CborValue.CborMap map)) {
            throw EvidenceFormatException.of("payload", "expected a map");
        }
        DocumentFields fields = new DocumentFields(map);
        if (!fields.text("digest").equals(DIGEST)) {
            throw EvidenceFormatException.of("digest", "expected " + DIGEST);
        }
        return new AttestationDocument(
                fields.text("module_id"),
                fields.time("timestamp"),
                fields.registers("pcrs"),
                fields.bytes("certificate", 1, 1024),
                fields.list("cabundle", 5, 1024),
                fields.optionalBytes("public_key", 1024),
                fields.optionalBytes("user_data", 1024),
                fields.optionalBytes("nonce", 1024));
    }

    public Bytes encode() {
        Map<CborValue, CborValue> registers = new LinkedHashMap<>();
        pcrs.forEach((index, value) -> registers.put(CborValue.of(index), CborValue.of(value)));
        List<CborValue> certificates = new ArrayList<>();
        bundle.forEach(der -> certificates.add(CborValue.of(der)));
        Map<CborValue, CborValue> members = new LinkedHashMap<>();
        members.put(CborValue.of("module_id"), CborValue.of(moduleId));
        members.put(CborValue.of("digest"), CborValue.of(DIGEST));
        members.put(CborValue.of("timestamp"), CborValue.of(timestamp.toEpochMilli()));
        members.put(CborValue.of("pcrs"), new CborValue.CborMap(registers));
        members.put(CborValue.of("certificate"), CborValue.of(certificate));
        members.put(CborValue.of("cabundle"), new CborValue.Array(certificates));
        members.put(CborValue.of("public_key"), orNull(publicKey));
        members.put(CborValue.of("user_data"), orNull(userData));
        members.put(CborValue.of("nonce"), orNull(nonce));
        return CborWriter.write(new CborValue.CborMap(members));
    }

    private static CborValue orNull(Bytes value) {
        return value.size() == 0 ? new CborValue.Null() : CborValue.of(value);
    }
}
