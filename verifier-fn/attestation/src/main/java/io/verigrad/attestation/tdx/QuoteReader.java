package io.verigrad.attestation.tdx;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.PemCertificates;
import io.verigrad.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads the layout of a quote, little-endian. Every length must agree with the one around it. */
final class QuoteReader {
    private static final int HEADER = 48;
    private static final int ECDSA_P256 = 2;
    private static final int TEE_TDX = 0x81;
    private static final Bytes INTEL = Bytes.parse("0x939a7233f79c4ca9940a0db3957f0607");
    private static final int BODY_TDX_10 = 2;
    private static final int BODY_TDX_15 = 3;
    private static final int CERTIFIED_BY_REPORT = 6;
    private static final int CERTIFIED_BY_CHAIN = 5;
    private static final int MAX_ENCLAVE_DATA = 1024;
    private static final int MAX_CHAIN = 16 << 10;

    private final Bytes bytes;
    private final ByteBuffer buffer;
    private int at;

    QuoteReader(Bytes bytes) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    TdxQuote read() throws EvidenceFormatException {
        int version = number("version", 2);
        require(version == 4 || version == 5, "version", "expected 4 or 5, found " + version);
        int keyType = number("att_key_type", 2);
        require(keyType == ECDSA_P256, "att_key_type", "expected 2, ECDSA P-256, found " + keyType);
        int tee = number("tee_type", 4);
        require(tee == TEE_TDX, "tee_type", "expected 0x81, a trust domain, found 0x" + Integer.toHexString(tee));
        at = 12;
        Bytes vendor = take("qe_vendor_id", 16);
        require(vendor.equals(INTEL), "qe_vendor_id", "expected " + INTEL + ", found " + vendor);
        at = HEADER;
        TdReport report = report(version == 4 ? TdReport.SIZE : bodySize());
        Bytes signed = bytes.slice(0, at);
        int end = length("signature data", bytes.size() - at);
        Bytes signature = take("signature", 64);
        Bytes key = take("attestation key", 64);
        expectType("certification data", CERTIFIED_BY_REPORT);
        int inner = length("certification data", end - at);
        require(inner == end, "certification data", "expected its end at " + end + ", found " + inner);
        EnclaveReport enclave = EnclaveReport.of(take("enclave report", EnclaveReport.SIZE));
        Bytes enclaveSignature = take("enclave signature", 64);
        int dataSize = number("enclave data", 2);
        require(dataSize <= MAX_ENCLAVE_DATA, "enclave data", "expected at most " + MAX_ENCLAVE_DATA + " bytes");
        Bytes enclaveData = take("enclave data", dataSize);
        expectType("certificates", CERTIFIED_BY_CHAIN);
        int last = length("certificates", MAX_CHAIN);
        require(last == end, "certificates", "expected their end at " + end + ", found " + last);
        CertificateChain chain = chain(take("certificates", end - at));
        return new TdxQuote(
                version, report, signed, signature, key, enclave, enclaveSignature, enclaveData, chain, end);
    }

    /** The type and size that version 5 puts before the body, and signs. */
    private int bodySize() throws EvidenceFormatException {
        int type = number("body type", 2);
        int size = number("body size", 4);
        int expected = switch (type) {
            case BODY_TDX_10 -> TdReport.SIZE;
            case BODY_TDX_15 -> TdReport.SIZE_15;
            default -> throw EvidenceFormatException.of("body type", "expected 2 or 3, found " + type);
        };
        require(size == expected, "body size", "expected " + expected + ", found " + Integer.toUnsignedString(size));
        return expected;
    }

    private TdReport report(int size) throws EvidenceFormatException {
        Bytes teeTcbSvn = take("tee_tcb_svn", 16);
        Bytes mrSeam = take("mr_seam", 48);
        Bytes mrSignerSeam = take("mrsigner_seam", 48);
        Bytes seamAttributes = take("seam_attributes", 8);
        TdAttributes attributes = new TdAttributes(word("td_attributes"));
        long features = word("xfam");
        Bytes mrTd = take("mr_td", 48);
        Bytes mrConfigId = take("mr_config_id", 48);
        Bytes mrOwner = take("mr_owner", 48);
        Bytes mrOwnerConfig = take("mr_owner_config", 48);
        List<Bytes> registers = List.of(take("rtmr0", 48), take("rtmr1", 48), take("rtmr2", 48), take("rtmr3", 48));
        Bytes reportData = take("report_data", 64);
        boolean extended = size == TdReport.SIZE_15;
        return new TdReport(
                teeTcbSvn,
                mrSeam,
                mrSignerSeam,
                seamAttributes,
                attributes,
                features,
                mrTd,
                mrConfigId,
                mrOwner,
                mrOwnerConfig,
                registers,
                reportData,
                extended ? take("tee_tcb_svn2", 16) : Bytes.EMPTY,
                extended ? take("mr_service_td", 48) : Bytes.EMPTY);
    }

    private CertificateChain chain(Bytes pem) throws EvidenceFormatException {
        CertificateChain chain = new CertificateChain(PemCertificates.parse("certificates", pem));
        require(
                chain.certificates().size() == 3,
                "certificates",
                "expected platform, authority and root, found "
                        + chain.certificates().size());
        return chain;
    }

    private void expectType(String field, int expected) throws EvidenceFormatException {
        int type = number(field, 2);
        require(type == expected, field, "expected type " + expected + ", found " + type);
    }

    /** A size of four bytes; returns where what it measures ends. */
    private int length(String field, int max) throws EvidenceFormatException {
        int size = number(field, 4);
        require(
                size >= 0 && size <= max && size <= bytes.size() - at,
                field,
                "expected at most " + Math.min(max, bytes.size() - at) + " bytes, found "
                        + Integer.toUnsignedString(size));
        return at + size;
    }

    private int number(String field, int size) throws EvidenceFormatException {
        require(field, size);
        int value = size == 2 ? Short.toUnsignedInt(buffer.getShort(at)) : buffer.getInt(at);
        at += size;
        return value;
    }

    private long word(String field) throws EvidenceFormatException {
        require(field, 8);
        at += 8;
        return buffer.getLong(at - 8);
    }

    private Bytes take(String field, int size) throws EvidenceFormatException {
        require(field, size);
        at += size;
        return bytes.slice(at - size, at);
    }

    private void require(String field, int size) throws EvidenceFormatException {
        require(
                size <= bytes.size() - at,
                field,
                "expected " + size + " bytes at offset " + at + ", found " + (bytes.size() - at));
    }

    private static void require(boolean holds, String field, String problem) throws EvidenceFormatException {
        if (!holds) {
            throw EvidenceFormatException.of(field, problem);
        }
    }
}
