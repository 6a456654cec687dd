package io.verigrad.attestation.snp;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.value.Bytes;

/** A report with the certificates that came with it: {@code outblob} and {@code auxblob} of configfs-tsm, joined. */
record SnpDocument(SnpReport report, CertificateTable certificates) {
    static SnpDocument parse(Bytes document) throws EvidenceFormatException {
        if (document.size() < SnpReport.SIZE) {
            throw EvidenceFormatException.of(
                    "report", "expected " + SnpReport.SIZE + " bytes or more, found " + document.size());
        }
        return new SnpDocument(
                SnpReport.parse(document.slice(0, SnpReport.SIZE)),
                CertificateTable.parse(document.slice(SnpReport.SIZE, document.size())));
    }
}
