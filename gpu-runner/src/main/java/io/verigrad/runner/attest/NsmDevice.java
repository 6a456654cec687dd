package io.verigrad.runner.attest;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.cbor.CborReader;
import io.verigrad.attestation.cbor.CborValue;
import io.verigrad.attestation.cbor.CborWriter;
import io.verigrad.value.Bytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Nitro Security Module: CBOR in and out of one ioctl over two buffers (aws-nitro-enclaves-nsm-api; linux/nsm.h, struct
 * nsm_raw).
 */
final class NsmDevice {
    /** _IOWR(0x0A, 0, struct nsm_raw). */
    static final long RAW = 0xC0200A00L;

    static final int MAX_RESPONSE = 0x3000;
    private static final int MAX_REQUEST = 0x1000;

    private final Path device;
    private final Posix posix;

    NsmDevice(Path device, Posix posix) {
        this.device = device;
        this.posix = posix;
    }

    /** An attestation document that carries these, each of at most 512 bytes, the key at most 1024. */
    Bytes attest(Bytes userData, Bytes nonce, Bytes publicKey) {
        Map<CborValue, CborValue> members = new LinkedHashMap<>();
        members.put(CborValue.of("user_data"), CborValue.of(userData));
        members.put(CborValue.of("nonce"), CborValue.of(nonce));
        members.put(CborValue.of("public_key"), CborValue.of(publicKey));
        CborValue request = new CborValue.CborMap(Map.of(CborValue.of("Attestation"), new CborValue.CborMap(members)));
        return document(exchange(CborWriter.write(request)));
    }

    private Bytes exchange(Bytes request) {
        if (request.size() > MAX_REQUEST) {
            throw new IllegalArgumentException("expected at most " + MAX_REQUEST + " bytes, found " + request.size());
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, request.toArray());
            MemorySegment out = arena.allocate(MAX_RESPONSE);
            MemorySegment raw = arena.allocate(ValueLayout.JAVA_LONG, 4);
            raw.setAtIndex(ValueLayout.JAVA_LONG, 0, in.address());
            raw.setAtIndex(ValueLayout.JAVA_LONG, 1, in.byteSize());
            raw.setAtIndex(ValueLayout.JAVA_LONG, 2, out.address());
            raw.setAtIndex(ValueLayout.JAVA_LONG, 3, out.byteSize());
            int descriptor = posix.open(device);
            try {
                posix.ioctl(descriptor, RAW, raw);
            } finally {
                posix.close(descriptor);
            }
            long size = raw.getAtIndex(ValueLayout.JAVA_LONG, 3);
            if (size < 1 || size > MAX_RESPONSE) {
                throw new AttestationUnavailableException(
                        device + ": expected an answer of 1 to " + MAX_RESPONSE + " bytes, found " + size);
            }
            return Bytes.of(out.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
        } catch (IOException e) {
            throw new AttestationUnavailableException(device + ": the security module refuses: " + e.getMessage(), e);
        }
    }

    private Bytes document(Bytes response) {
        try {
            CborValue value = CborReader.read("answer of the security module", response);
            if (value instanceof CborValue.CborMap(Map<CborValue, CborValue> variants)
                    && variants.get(CborValue.of("Attestation")) instanceof CborValue.CborMap(var members)
                    && members.get(CborValue.of("document")) instanceof CborValue.ByteString(Bytes document)) {
                return document;
            }
            throw new AttestationUnavailableException(
                    device + ": expected an attestation document, found " + problem(value));
        } catch (EvidenceFormatException e) {
            throw new AttestationUnavailableException(device + ": " + e.getMessage(), e);
        }
    }

    private static String problem(CborValue value) {
        return value instanceof CborValue.CborMap(Map<CborValue, CborValue> variants)
                        && variants.get(CborValue.of("Error")) instanceof CborValue.Text(String error)
                ? "error " + error
                : "something else";
    }
}
