package io.verigrad.attestation.nvidia;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What must be fetched for one device.
 *
 * @param rimIds the names of the manifests at NVIDIA's service
 * @param chain leaf first: all but the leaf and the root need an answer about their status from the one above
 */
public record CollateralNeeds(List<String> rimIds, List<X509Certificate> chain) {
    public CollateralNeeds {
        rimIds = List.copyOf(rimIds);
        chain = List.copyOf(chain);
    }

    static CollateralNeeds of(GpuDocument document, SpdmReport report)
            throws io.verigrad.attestation.EvidenceFormatException {
        DeviceCertificate device =
                DeviceCertificate.of(document.chain().certificates().getFirst());
        OpaqueData opaque = report.opaque();
        List<String> ids = new ArrayList<>();
        if (device.kind() == DeviceCertificate.Kind.GPU) {
            ids.add("NV_GPU_DRIVER_" + device.product() + "_" + opaque.driverVersion());
            ids.add(opaque.biosReference());
        } else {
            ids.add("NV_SWITCH_BIOS_" + opaque.biosVersion().replace(".", "").toUpperCase(Locale.ROOT));
        }
        return new CollateralNeeds(ids, document.chain().certificates());
    }
}
