package io.verigrad.runner.attest;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.tdx.TdxVerifier;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;

/** Reports of SEV-SNP with the host's certificates, and quotes of TDX, from one interface of Linux. */
final class TsmAttester implements Attester {
    private final ConfigfsTsm tsm;
    private final String format;

    /** @throws AttestationUnavailableException if the machine makes no report, or one of a kind that nobody here reads */
    TsmAttester(ConfigfsTsm tsm) {
        this.tsm = tsm;
        this.format = formatOf(tsm.report(Bytes.of(new byte[64])));
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public Evidence attest(Hash32 blockHash, Hash32 nonce, Binding binding) {
        ConfigfsTsm.Report report = tsm.report(binding.reportData(nonce));
        if (!formatOf(report).equals(format)) {
            throw new AttestationUnavailableException(
                    "expected a report of " + format + ", found " + report.provider());
        }
        Bytes document = format.equals(SnpVerifier.FORMAT)
                ? Bytes.concat(report.report(), report.certificates())
                : report.report();
        if (document.size() == 0 || document.size() > Evidence.MAX_DOCUMENT) {
            throw new AttestationUnavailableException(
                    "expected a report of 1 to " + Evidence.MAX_DOCUMENT + " bytes, found " + document.size());
        }
        return new Evidence(format, document, binding, blockHash);
    }

    private static String formatOf(ConfigfsTsm.Report report) {
        return switch (report.provider()) {
            case "sev_guest" -> SnpVerifier.FORMAT;
            case "tdx_guest" -> TdxVerifier.FORMAT;
            default ->
                throw new AttestationUnavailableException(
                        "expected a report of sev_guest or tdx_guest, found one of " + report.provider());
        };
    }
}
