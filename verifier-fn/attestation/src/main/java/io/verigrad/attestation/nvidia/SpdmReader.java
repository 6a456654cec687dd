package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the layout of request and answer, little-endian (DSP0274, tables 41 to 45). */
final class SpdmReader {
    private static final String FIELD = "report";
    private static final int MAX_SIZE = 16 << 10;
    private static final int VERSION = 0x11;
    private static final int GET_MEASUREMENTS = 0xe0;
    private static final int MEASUREMENTS = 0x60;
    private static final int SIGNATURE_REQUESTED = 1;
    private static final int ALL = 0xff;
    private static final int NONCE = 32;
    private static final int DMTF = 1;
    private static final int DIGEST = 48;
    /** The value is a raw bit stream: a measurement that nobody can compare with a digest. */
    private static final int RAW = 0x80;

    private static final int SIGNATURE = 96;

    private final Bytes report;
    private final byte[] bytes;
    private int at;

    SpdmReader(Bytes report) throws EvidenceFormatException {
        if (report.size() > MAX_SIZE) {
            throw EvidenceFormatException.of(FIELD, "expected at most " + MAX_SIZE + " bytes, found " + report.size());
        }
        this.report = report;
        this.bytes = report.toArray();
    }

    SpdmReport read() throws EvidenceFormatException {
        Bytes nonce = request();
        expect("version of the answer", VERSION);
        expect("code of the answer", MEASUREMENTS);
        number(1);
        // The slot of the answer's key, and nothing else.
        expect("slot of the answer", 0);
        int blocks = number(1);
        SortedMap<Integer, Bytes> measurements = measurements(blocks, number(3));
        take(NONCE);
        OpaqueData opaque = OpaqueData.of(fields(number(2)));
        Bytes signed = report.slice(0, at);
        Bytes signature = take(SIGNATURE);
        if (at != bytes.length) {
            throw problem("expected the end, found " + (bytes.length - at) + " more bytes");
        }
        return new SpdmReport(nonce, measurements, opaque, signed, signature);
    }

    private Bytes request() throws EvidenceFormatException {
        expect("version of the request", VERSION);
        expect("code of the request", GET_MEASUREMENTS);
        expect("attributes of the request", SIGNATURE_REQUESTED);
        expect("operation of the request", ALL);
        Bytes nonce = take(NONCE);
        expect("slot of the request", 0);
        return nonce;
    }

    private SortedMap<Integer, Bytes> measurements(int blocks, int size) throws EvidenceFormatException {
        SortedMap<Integer, Bytes> measurements = new TreeMap<>();
        int end = end(size);
        for (int i = 0; i < blocks; i++) {
            int index = number(1);
            expect("specification of block " + index, DMTF);
            int blockSize = number(2);
            int type = number(1);
            int valueSize = number(2);
            if (blockSize != valueSize + 3 || valueSize != DIGEST || (type & RAW) != 0) {
                throw problem("expected a digest of " + DIGEST + " bytes in block " + index);
            }
            if (index == 0 || measurements.put(index, take(DIGEST)) != null) {
                throw problem("expected each block once and from 1, found " + index);
            }
        }
        if (at != end) {
            throw problem("expected blocks of " + size + " bytes together");
        }
        return measurements;
    }

    private Map<Integer, Bytes> fields(int size) throws EvidenceFormatException {
        SortedMap<Integer, Bytes> fields = new TreeMap<>();
        int end = end(size);
        while (at < end) {
            int type = number(2);
            if (fields.put(type, take(number(2))) != null) {
                throw problem("expected each opaque field once, found " + type + " again");
            }
        }
        if (at != end) {
            throw problem("expected opaque fields of " + size + " bytes together");
        }
        return fields;
    }

    private int end(int size) throws EvidenceFormatException {
        if (size > bytes.length - at) {
            throw problem("length " + size + " exceeds the report");
        }
        return at + size;
    }

    private void expect(String what, int value) throws EvidenceFormatException {
        int found = number(1);
        if (found != value) {
            throw problem("expected " + value + " as " + what + ", found " + found);
        }
    }

    private int number(int size) throws EvidenceFormatException {
        Bytes taken = take(size);
        int value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | (bytes[at - taken.size() + i] & 0xff);
        }
        return value;
    }

    private Bytes take(int size) throws EvidenceFormatException {
        int from = at;
        at = end(size);
        return report.slice(from, at);
    }

    private EvidenceFormatException problem(String text) {
        return EvidenceFormatException.at(FIELD, at, text);
    }
}
