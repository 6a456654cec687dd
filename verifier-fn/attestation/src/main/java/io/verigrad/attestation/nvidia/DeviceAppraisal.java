package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.NvidiaRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the manifests and the rules of the policy object to in a genuine report. */
final class DeviceAppraisal {
    private final SpdmReport report;
    private final DeviceCertificate device;
    private final NvidiaRules rules;
    private final RimLibrary library;
    private final List<Violation> objections = new ArrayList<>();
    private Instant validUntil = Instant.MAX;

    DeviceAppraisal(SpdmReport report, DeviceCertificate device, NvidiaRules rules, RimLibrary library) {
        this.report = report;
        this.device = device;
        this.rules = rules;
        this.library = library;
    }

    List<Violation> objections() {
        boolean gpu = device.kind() == DeviceCertificate.Kind.GPU;
        List<List<Rim>> manifests = new ArrayList<>();
        if (gpu) {
            find("driver", report.opaque().driverVersion(), manifests);
        }
        find(gpu ? "VBIOS" : "BIOS", report.opaque().biosVersion(), manifests);
        if (gpu && report.opaque().decoder().isEmpty()) {
            objections.add(new Violation(NvidiaReason.DECODER_UNKNOWN, "the report has no opaque field 11"));
        }
        objections.addAll(new GoldenMeasurements(report).compare(manifests));
        DeviceRules.check(rules, device.product(), gpu ? report.opaque().driverVersion() : "", device.id())
                .forEach(objections::add);
        return List.copyOf(objections);
    }

    /** When the first manifest or answer that was used ends. */
    Instant validUntil() {
        return validUntil;
    }

    private void find(String what, String version, List<List<Rim>> manifests) {
        RimLibrary.Found found = library.find(what, version, device.product());
        objections.addAll(found.violations());
        if (!found.authentic().isEmpty()) {
            manifests.add(found.authentic());
        }
        validUntil = found.validUntil().isBefore(validUntil) ? found.validUntil() : validUntil;
    }
}
