package io.verigrad.attestation.snp;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the layout of a report, little-endian (AMD 56860, table 23). */
final class ReportReader {
    private static final int SIGNED_SIZE = 0x2a0;
    private static final int NUMBER_SIZE = 72;
    private static final int P384_SIZE = 48;
    private static final int ECDSA_P384_SHA384 = 1;
    /** SMT, TSME, ECC, RAPL, ciphertext hiding, alias check, TIO. */
    private static final long KNOWN_PLATFORM_BITS = 0b1011_1111;

    private final Bytes report;
    private final ByteBuffer buffer;

    ReportReader(Bytes report) throws EvidenceFormatException {
        if (report.size() != SnpReport.SIZE) {
            throw EvidenceFormatException.of("report", "expected " + SnpReport.SIZE + " bytes, found " + report.size());
        }
        this.report = report;
        this.buffer = ByteBuffer.wrap(report.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    SnpReport read() throws EvidenceFormatException {
        int version = buffer.getInt(0x00);
        require(version >= 2 && version <= 5, "version", "expected 2 to 5, found " + version);
        int algorithm = buffer.getInt(0x34);
        require(algorithm == ECDSA_P384_SHA384, "signature_algo", "expected 1, ECDSA P-384, found " + algorithm);
        checkReserved(version);
        return new SnpReport(
                version,
                policy(),
                vmpl(),
                signingKey(),
                platformInfo(),
                bytes(0x50, 64),
                bytes(0x90, 48),
                bytes(0xc0, 32),
                bytes(0xe0, 48),
                bytes(0x110, 48),
                new SnpReport.Processor(buffer.get(0x188) & 0xff, buffer.get(0x189) & 0xff),
                bytes(0x1a0, 64),
                bytes(0x38, 8),
                bytes(0x180, 8),
                bytes(0x1e0, 8),
                bytes(0x1f0, 8),
                bytes(0, SIGNED_SIZE),
                Bytes.concat(number("signature r", SIGNED_SIZE), number("signature s", SIGNED_SIZE + NUMBER_SIZE)));
    }

    private GuestPolicy policy() throws EvidenceFormatException {
        long bits = buffer.getLong(0x08);
        require(
                (bits & GuestPolicy.RESERVED_ONE) != 0 && (bits & GuestPolicy.RESERVED_ZERO) == 0,
                "policy",
                "expected bit 17 and none above bit 25, found 0x" + Long.toHexString(bits));
        return new GuestPolicy(bits);
    }

    private int vmpl() throws EvidenceFormatException {
        int vmpl = buffer.getInt(0x30);
        require(vmpl >= 0 && vmpl <= 3, "vmpl", "expected 0 to 3, found " + Integer.toUnsignedString(vmpl));
        return vmpl;
    }

    private SigningKey signingKey() throws EvidenceFormatException {
        int info = buffer.getInt(0x48);
        require(info >>> 5 == 0, "key_info", "expected zero above bit 4, found 0x" + Integer.toHexString(info));
        return switch (info >>> 2 & 0b111) {
            case 0 -> SigningKey.VCEK;
            case 1 -> SigningKey.VLEK;
            default ->
                throw EvidenceFormatException.of(
                        "key_info", "expected VCEK or VLEK, found signing key " + (info >>> 2));
        };
    }

    private long platformInfo() throws EvidenceFormatException {
        long info = buffer.getLong(0x40);
        require(
                (info & ~KNOWN_PLATFORM_BITS) == 0,
                "platform_info",
                "expected no unknown bit, found 0x" + Long.toHexString(info));
        return info;
    }

    private void checkReserved(int version) throws EvidenceFormatException {
        requireZero(0x4c, 0x50);
        // Version 3 added the processor, version 5 the mitigation vectors: before, their place was reserved.
        requireZero(version < 3 ? 0x188 : 0x18b, 0x1a0);
        requireZero(0x1eb, 0x1ec);
        requireZero(0x1ef, 0x1f0);
        requireZero(version < 5 ? 0x1f8 : 0x208, SIGNED_SIZE);
        requireZero(SIGNED_SIZE + 2 * NUMBER_SIZE, SnpReport.SIZE);
    }

    private void requireZero(int from, int to) throws EvidenceFormatException {
        if (!report.slice(from, to).isZero()) {
            throw EvidenceFormatException.at("report", from, "expected zero up to offset " + to);
        }
    }

    /** A number of 72 bytes, little-endian, as 48 bytes, big-endian: it must fit. */
    private Bytes number(String field, int at) throws EvidenceFormatException {
        require(
                report.slice(at + P384_SIZE, at + NUMBER_SIZE).isZero(),
                field,
                "expected a number of at most " + P384_SIZE + " bytes");
        byte[] reversed = new byte[P384_SIZE];
        for (int i = 0; i < P384_SIZE; i++) {
            reversed[i] = buffer.get(at + P384_SIZE - 1 - i);
        }
        return Bytes.of(reversed);
    }

    private Bytes bytes(int at, int size) {
        return report.slice(at, at + size);
    }

    private static void require(boolean holds, String field, String problem) throws EvidenceFormatException {
        if (!holds) {
            throw EvidenceFormatException.of(field, problem);
        }
    }
}
