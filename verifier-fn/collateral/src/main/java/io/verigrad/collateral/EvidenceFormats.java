package io.verigrad.collateral;

import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.azure.AzureVerifier;
import io.verigrad.attestation.gcp.GcpVerifier;
import io.verigrad.attestation.nitro.NitroVerifier;
import io.verigrad.attestation.nvidia.GpuVerifier;
import io.verigrad.attestation.nvidia.NrasVerifier;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.software.SoftwareVerifier;
import io.verigrad.attestation.tdx.TdxVerifier;
import java.util.List;

/** The formats of evidence that there is a verifier for; {@link Needs} knows what each needs from vendors. */
public final class EvidenceFormats {
    private EvidenceFormats() {}

    /** One verifier of each format. */
    public static List<EvidenceVerifier> verifiers() {
        return List.of(
                new SoftwareVerifier(),
                new NitroVerifier(),
                new SnpVerifier(),
                new TdxVerifier(),
                new AzureVerifier(),
                new GcpVerifier(),
                new GpuVerifier(),
                new NrasVerifier());
    }
}
