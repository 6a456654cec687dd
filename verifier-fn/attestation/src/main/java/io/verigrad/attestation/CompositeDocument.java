package io.verigrad.attestation;

import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.ArrayList;
import java.util.List;

/**
 * Evidence of a machine with devices: CBOR {@code [format, document, devices]}, where {@code devices} is a byte string of
 * CBOR {@code [[format, document], ...]}. The processor's evidence binds the hash of the devices' bytes as they were
 * sent, and the devices' evidence binds a nonce that is made of the enclave's own, {@link DeviceNonce}.
 *
 * @param cpu the processor's evidence, which the enclave's keys are bound in
 * @param devices at least one
 * @param deviceHash of the devices' bytes
 */
public record CompositeDocument(Part cpu, List<Part> devices, Hash32 deviceHash) {
    /** The format that evidence has in {@link Evidence}. */
    public static final String FORMAT = "composite-v1";
    /** The largest composite document, in bytes: eight GPUs and four switches have about 90000. */
    public static final int MAX_SIZE = 160 << 10;

    private static final int MAX_DEVICES = 16;
    private static final String FIELD = "composite";

    public CompositeDocument {
        devices = List.copyOf(devices);
    }

    /**
     * Evidence of one part.
     *
     * @param name the part in results: {@code cpu0}, {@code gpu0} and so on; empty for evidence that is not composite
     */
    public record Part(String name, String format, Bytes document) {}

    /** The encoding; names are not part of it. */
    public static Bytes encode(String cpuFormat, Bytes cpuDocument, List<Part> devices) {
        return CborWriter.write(new CborValue.Array(
                List.of(CborValue.of(cpuFormat), CborValue.of(cpuDocument), CborValue.of(encode(devices)))));
    }

    /** What {@link Binding#deviceHash} must be for these devices, in this order. */
    public static Hash32 deviceHash(List<Part> devices) {
        return Sha256.hash(encode(devices).toArray());
    }

    private static Bytes encode(List<Part> devices) {
        return CborWriter.write(new CborValue.Array(devices.stream()
                .<CborValue>map(device ->
                        new CborValue.Array(List.of(CborValue.of(device.format()), CborValue.of(device.document()))))
                .toList()));
    }

    /**
     * The parts of evidence: one without devices if it is not composite.
     *
     * @throws EvidenceFormatException if it is composite, and the bytes are anything else
     */
    public static CompositeDocument of(Evidence evidence) throws EvidenceFormatException {
        return evidence.format().equals(FORMAT)
                ? parse(evidence.document())
                : new CompositeDocument(new Part("", evidence.format(), evidence.document()), List.of(), Hash32.ZERO);
    }

    /**
     * Reads a document; nothing of its parts is looked into.
     *
     * @throws EvidenceFormatException if the bytes are anything else, or not the encoding that {@link #encode} gives
     */
    public static CompositeDocument parse(Bytes document) throws EvidenceFormatException {
        List<CborValue> items = items(document);
        if (items.size() != 3 || !(items.get(2) instanceof CborValue.ByteString(Bytes encoded))) {
            throw EvidenceFormatException.of(FIELD, "expected a format, a document and devices");
        }
        Part cpu = part("cpu0", items.get(0), items.get(1));
        List<Part> devices = new ArrayList<>();
        for (CborValue item : items(encoded)) {
            if (!(item instanceof CborValue.Array(List<CborValue> device)) || device.size() != 2) {
                throw EvidenceFormatException.of(FIELD, "expected pairs of format and document");
            }
            devices.add(part("gpu" + devices.size(), device.get(0), device.get(1)));
        }
        if (devices.isEmpty() || devices.size() > MAX_DEVICES) {
            throw EvidenceFormatException.of(FIELD, "expected 1 to " + MAX_DEVICES + " devices");
        }
        if (!encode(cpu.format(), cpu.document(), devices).equals(document)) {
            throw EvidenceFormatException.of(FIELD, "expected definite lengths");
        }
        return new CompositeDocument(cpu, devices, Sha256.hash(encoded.toArray()));
    }

    private static List<CborValue> items(Bytes bytes) throws EvidenceFormatException {
        if (bytes.size() > MAX_SIZE || !(CborReader.read(FIELD, bytes) instanceof CborValue.Array(var items))) {
            throw EvidenceFormatException.of(FIELD, "expected an array of at most " + MAX_SIZE + " bytes");
        }
        return items;
    }

    private static Part part(String name, CborValue format, CborValue document) throws EvidenceFormatException {
        if (format instanceof CborValue.Text(String text) && document instanceof CborValue.ByteString(Bytes bytes)) {
            return new Part(name, text, bytes);
        }
        throw EvidenceFormatException.of(FIELD, "expected a format as text and a document as bytes");
    }
}
