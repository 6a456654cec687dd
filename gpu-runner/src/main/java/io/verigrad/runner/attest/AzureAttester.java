package io.verigrad.runner.attest;

import io.verigrad.attestation.Attester;
import io.verigrad.attestation.Binding;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.azure.AzureDocument;
import io.verigrad.attestation.azure.AzureVerifier;
import io.verigrad.attestation.azure.HardwareKind;
import io.verigrad.attestation.azure.HclReport;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.util.List;

/**
 * Evidence of a confidential virtual machine of Azure: the report that the paravisor left in the TPM when the machine
 * started, which names the TPM's key, and a quote by that key for each challenge.
 */
final class AzureAttester implements Attester {
    private static final int REPORT_INDEX = 0x01400001;
    private static final int KEY = 0x81000003;

    private final Tpm tpm;
    private final AzureMetadata metadata;
    private final List<Bytes> certificates;

    /**
     * @param certificates of the TPM's key, leaf first, root last, in DER; none if the operator has none
     */
    AzureAttester(Tpm tpm, AzureMetadata metadata, List<Bytes> certificates) {
        this.tpm = tpm;
        this.metadata = metadata;
        this.certificates = List.copyOf(certificates);
    }

    @Override
    public String format() {
        return AzureVerifier.FORMAT;
    }

    @Override
    public Evidence attest(Hash32 blockHash, Hash32 nonce, Binding binding) {
        HclReport report = report();
        Tpm.Quote quote = tpm.quote(KEY, binding.hash(nonce).bytes());
        AzureDocument document = new AzureDocument(
                report.hardware(),
                hardwareDocument(report),
                report.runtimeData(),
                quote.attest(),
                quote.signature(),
                tpm.registers(),
                certificates);
        return new Evidence(AzureVerifier.FORMAT, document.encode(), binding, blockHash);
    }

    private HclReport report() {
        try {
            return HclReport.parse(tpm.index(REPORT_INDEX));
        } catch (EvidenceFormatException e) {
            throw new AttestationUnavailableException(
                    "TPM: expected the report of the paravisor: " + e.getMessage(), e);
        }
    }

    private Bytes hardwareDocument(HclReport report) {
        if (report.hardware() == HardwareKind.TDX) {
            return metadata.quote(report.hardwareReport());
        }
        AzureMetadata.Certificates answer = metadata.certificates();
        return Bytes.concat(report.hardwareReport(), SnpCertificates.table(answer.key(), answer.authorities()));
    }
}
