package io.verigrad.attestation.azure;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the paravisor leaves in the TPM at index 0x01400001 when a machine starts ("Azure confidential VM guest
 * attestation", HCL report): a report of the hardware, and the data that its report data is the hash of.
 *
 * @param hardwareReport an SEV-SNP report of 1184 bytes, or a TDREPORT of 1024 bytes, which only its own machine can check
 * @param reportData of the hardware report, 64 bytes
 * @param runtimeData JSON with the key of the TPM
 */
public record HclReport(HardwareKind hardware, Bytes hardwareReport, Bytes reportData, Bytes runtimeData) {
    private static final Bytes SIGNATURE = Bytes.of("HCLA".getBytes(StandardCharsets.US_ASCII));
    private static final String FIELD = "HCL report";
    private static final int HEADER = 32;
    private static final int REPORT = 1184;
    private static final int TD_REPORT = 1024;
    private static final int RUNTIME_HEADER = 20;
    private static final int SNP_REPORT_DATA = 0x50;
    private static final int TD_REPORT_DATA = 128;
    private static final int SNP = 2;
    private static final int TDX = 4;
    private static final int SHA_256 = 1;
    private static final int MAX_RUNTIME_DATA = 16 << 10;

    /**
     * Reads the content of the index, with the zeros behind it.
     *
     * @throws EvidenceFormatException if it is anything else, or the report is not one of the data
     */
    public static HclReport parse(Bytes content) throws EvidenceFormatException {
        int runtime = HEADER + REPORT;
        require(content.size() >= runtime + RUNTIME_HEADER, "expected 1236 bytes or more, found " + content.size());
        require(content.slice(0, SIGNATURE.size()).equals(SIGNATURE), "expected HCLA");
        ByteBuffer buffer = ByteBuffer.wrap(content.toArray()).order(ByteOrder.LITTLE_ENDIAN);
        int kind = buffer.getInt(runtime + 8);
        require(kind == SNP || kind == TDX, "expected a report of kind 2 or 4, found " + kind);
        require(buffer.getInt(runtime + 12) == SHA_256, "expected a hash of kind 1, SHA-256");
        int size = buffer.getInt(runtime + 16);
        int end = runtime + RUNTIME_HEADER + size;
        require(
                size > 0 && size <= MAX_RUNTIME_DATA && end <= content.size() && end > 0,
                "expected at most " + MAX_RUNTIME_DATA + " bytes of runtime data");
        require(buffer.getInt(runtime) == size + RUNTIME_HEADER, "expected sizes that agree");
        require(content.slice(end, content.size()).isZero(), "expected zeros behind the runtime data");
        HardwareKind hardware = kind == SNP ? HardwareKind.SNP : HardwareKind.TDX;
        int reportSize = hardware == HardwareKind.SNP ? REPORT : TD_REPORT;
        require(content.slice(HEADER + reportSize, runtime).isZero(), "expected zeros behind the report");
        int at = HEADER + (hardware == HardwareKind.SNP ? SNP_REPORT_DATA : TD_REPORT_DATA);
        HclReport report = new HclReport(
                hardware,
                content.slice(HEADER, HEADER + reportSize),
                content.slice(at, at + 64),
                content.slice(runtime + RUNTIME_HEADER, end));
        require(isBound(report.reportData, report.runtimeData), "expected a report of the runtime data");
        return report;
    }

    /** Whether report data is the hash of runtime data, and nothing else. */
    static boolean isBound(Bytes reportData, Bytes runtimeData) {
        return reportData.equals(Bytes.concat(Sha256.hash(runtimeData.toArray()).bytes(), Bytes.of(new byte[32])));
    }

    private static void require(boolean holds, String problem) throws EvidenceFormatException {
        if (!holds) {
            throw EvidenceFormatException.of(FIELD, problem);
        }
    }
}
