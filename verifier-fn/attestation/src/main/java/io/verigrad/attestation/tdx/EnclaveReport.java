package io.verigrad.attestation.tdx;

import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The report of the quoting enclave about itself ("Intel TDX DCAP Quoting Library API", appendix A.3.10).
 *
 * @param bytes all of it, as signed
 */
record EnclaveReport(
        Bytes miscSelect,
        Bytes attributes,
        Bytes mrSigner,
        int productId,
        int securityVersion,
        Bytes reportData,
        Bytes bytes) {
    /** The size of every report, in bytes. */
    static final int SIZE = 384;

    static EnclaveReport of(Bytes report) {
        ByteBuffer buffer = ByteBuffer.wrap(report.toArray()).order(ByteOrder.LITTLE_ENDIAN);
        return new EnclaveReport(
                report.slice(16, 20),
                report.slice(48, 64),
                report.slice(128, 160),
                Short.toUnsignedInt(buffer.getShort(256)),
                Short.toUnsignedInt(buffer.getShort(258)),
                report.slice(320, 384),
                report);
    }
}
