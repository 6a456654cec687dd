package io.verigrad.attestation.azure;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.value.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evidence of a machine of Azure: CBOR, a map of these members in this order. What the hardware cannot vouch for, such as
 * the header of the HCL report or a TDREPORT, does not travel.
 *
 * @param hardwareDocument in the format of the hardware, named {@code snp} or {@code tdx}
 * @param runtime the runtime data of the HCL report, as JSON, exactly
 * @param quote TPMS_ATTEST
 * @param signature RSASSA with SHA-256, 256 bytes
 * @param registers 24 of 32 bytes
 * @param certificates of the TPM's key, leaf first, root last; none if the machine has none
 */
public record AzureDocument(
        HardwareKind hardware,
        Bytes hardwareDocument,
        Bytes runtime,
        Bytes quote,
        Bytes signature,
        List<Bytes> registers,
        List<Bytes> certificates) {
    private static final String FIELD = "azure";
    private static final int SIGNATURE_SIZE = 256;
    private static final int MAX_CERTIFICATES = 4;

    public AzureDocument {
        registers = List.copyOf(registers);
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads the encoded form; it must be the only one.
     *
     * @throws EvidenceFormatException if it is anything else
     */
    public static AzureDocument parse(Bytes document) throws EvidenceFormatException {
        CborValue value = CborReader.read(FIELD, document);
        Map<String, CborValue> members = members(value);
        HardwareKind hardware = members.containsKey(HardwareKind.SNP.member()) ? HardwareKind.SNP : HardwareKind.TDX;
        AzureDocument read = new AzureDocument(
                hardware,
                bytes(members, hardware.member()),
                bytes(members, "runtime"),
                bytes(members, "quote"),
                bytes(members, "signature"),
                list(members, "registers"),
                list(members, "certificates"));
        if (!read.encode().equals(document)) {
            throw EvidenceFormatException.of(FIELD, "expected six members in their order, and shortest lengths");
        }
        if (read.signature.size() != SIGNATURE_SIZE
                || read.certificates.size() > MAX_CERTIFICATES
                || read.registers.size() != TpmQuote.REGISTERS
                || read.registers.stream().anyMatch(register -> register.size() != 32)) {
            throw EvidenceFormatException.of(
                    FIELD, "expected 24 registers of 32 bytes, a signature of 256, at most 4 certificates");
        }
        return read;
    }

    /** The one encoded form. */
    public Bytes encode() {
        Map<CborValue, CborValue> members = new LinkedHashMap<>();
        members.put(CborValue.of(hardware.member()), CborValue.of(hardwareDocument));
        members.put(CborValue.of("runtime"), CborValue.of(runtime));
        members.put(CborValue.of("quote"), CborValue.of(quote));
        members.put(CborValue.of("signature"), CborValue.of(signature));
        members.put(CborValue.of("registers"), list(registers));
        members.put(CborValue.of("certificates"), list(certificates));
        return CborWriter.write(new CborValue.CborMap(members));
    }

    private static CborValue list(List<Bytes> items) {
        List<CborValue> values = new ArrayList<>();
        items.forEach(item -> values.add(CborValue.of(item)));
        return new CborValue.Array(values);
    }

    private static Map<String, CborValue> members(CborValue value) throws EvidenceFormatException {
        Map<String, CborValue> members = new LinkedHashMap<>();
        if (value instanceof CborValue.CborMap(Map<CborValue, CborValue> entries)) {
            entries.forEach((key, member) ->
                    members.put(key instanceof CborValue.Text(String name) ? name : "", member));
        }
        Set<String> rest = new java.util.HashSet<>(members.keySet());
        rest.removeAll(Set.of("runtime", "quote", "signature", "registers", "certificates"));
        if (!rest.equals(Set.of("snp")) && !rest.equals(Set.of("tdx"))) {
            throw EvidenceFormatException.of(
                    FIELD, "expected a map of snp or tdx, runtime, quote, signature, registers, certificates");
        }
        return members;
    }

    private static Bytes bytes(Map<String, CborValue> members, String name) throws EvidenceFormatException {
        if (members.get(name) instanceof CborValue.ByteString(Bytes bytes)) {
            return bytes;
        }
        throw EvidenceFormatException.of(FIELD, "expected bytes in " + name);
    }

    private static List<Bytes> list(Map<String, CborValue> members, String name) throws EvidenceFormatException {
        if (!(members.get(name) instanceof CborValue.Array(List<CborValue> items))) {
            throw EvidenceFormatException.of(FIELD, "expected a list in " + name);
        }
        List<Bytes> list = new ArrayList<>();
        for (CborValue item : items) {
            if (!(item instanceof CborValue.ByteString(Bytes bytes))) {
                throw EvidenceFormatException.of(FIELD, "expected bytes in " + name);
            }
            list.add(bytes);
        }
        return list;
    }
}
