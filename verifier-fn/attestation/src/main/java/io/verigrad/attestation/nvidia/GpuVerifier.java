package io.verigrad.attestation.nvidia;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Claims;
import io.verigrad.attestation.CollateralDocument;
import io.verigrad.attestation.CollateralFormatException;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.NvidiaRules;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.CertificateProfile;
import io.verigrad.attestation.x509.RevocationCheck;
import io.verigrad.attestation.x509.RevocationLists;
import io.verigrad.attestation.x509.StatusAnswers;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Verifies and appraises the report of one NVIDIA GPU or switch here, without NVIDIA's service: signature, chain, status of
 * the certificates, and every measurement against the manifests of driver and VBIOS. A document is a {@link GpuDocument}.
 * A report names no machine and no key: its nonce is the only thing that ties it to one. It has no time: it counts as
 * made when its challenge was.
 */
public final class GpuVerifier implements EvidenceVerifier {
    /** The format that it reads. */
    public static final String FORMAT = "nvidia-gpu-v1";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean isForDevelopment() {
        return false;
    }

    @Override
    public boolean isForDevices() {
        return true;
    }

    /**
     * What must be fetched to verify a document.
     *
     * @throws EvidenceFormatException if the bytes are not a document of this format
     */
    public static CollateralNeeds collateralNeeds(Bytes document) throws EvidenceFormatException {
        GpuDocument parsed = GpuDocument.parse(document);
        return CollateralNeeds.of(parsed, SpdmReport.parse(parsed.report()));
    }

    /**
     * The chain of a manifest, leaf first: all but the root need an answer about their status.
     *
     * @throws CollateralFormatException if it is not a manifest
     */
    public static List<X509Certificate> rimChain(Bytes xml) throws CollateralFormatException {
        return Rim.parse(xml).chain().certificates();
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Clock clock) throws EvidenceFormatException {
        return verify(bytes, policy, Circumstances.at(clock));
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Circumstances circumstances)
            throws EvidenceFormatException {
        GpuDocument document = GpuDocument.parse(bytes);
        SpdmReport report = SpdmReport.parse(document.report());
        CertificateChain chain = document.chain();
        DeviceCertificate device = DeviceCertificate.of(chain.certificates().getFirst());
        NvidiaRules rules = NvidiaRules.of(policy);
        StatusAnswers status = StatusAnswers.of(
                circumstances.collateral().documents(CollateralDocument.Kind.OCSP_RESPONSE),
                new RevocationLists(circumstances.collateral().revocationLists()));

        List<Violation> violations =
                new ArrayList<>(chain.verify(policy.roots(), CertificateProfile.P384, circumstances.clock()));
        RevocationCheck current =
                current(chain, rules, status, circumstances.clock().instant());
        violations.addAll(current.violations());
        if (!report.isSignedBy(chain.leafKey())) {
            violations.add(new Violation(EnclaveReason.SIGNATURE_INVALID, "the device did not sign this report"));
        }
        violations.addAll(firmware(report, device));
        if (!violations.isEmpty()) {
            return new Verification.NotAuthentic(violations);
        }
        DeviceAppraisal appraisal =
                new DeviceAppraisal(report, device, rules, new RimLibrary(rules, circumstances, status));
        List<Violation> objections = appraisal.objections();
        Instant until = earliest(chain.expiresAt(), current.validUntil(), appraisal.validUntil());
        return new Verification.Authentic(
                claims(report, circumstances.challengedAt(), until),
                objections,
                rules.hardware(List.of(device.id()), device.kind() == DeviceCertificate.Kind.GPU ? 1 : 0));
    }

    /**
     * The leaf is made by the device at every start and nobody has its number; of the others, that of the device itself
     * is the one that NVIDIA would take back.
     */
    private static RevocationCheck current(
            CertificateChain chain, NvidiaRules rules, StatusAnswers status, Instant now) {
        X509Certificate leaf = chain.certificates().getFirst();
        return rules.revocation() == RevocationRule.UNCHECKED
                ? RevocationCheck.NONE
                : status.check(chain, certificate -> !certificate.equals(leaf), now);
    }

    private static List<Violation> firmware(SpdmReport report, DeviceCertificate device) {
        // Switches do not repeat it in the report.
        boolean matches = device.kind() == DeviceCertificate.Kind.SWITCH
                        && report.opaque().firmwareId().isEmpty()
                || device.firmwareId().isPresent()
                        && report.opaque().firmwareId().equals(device.firmwareId());
        return matches
                ? List.of()
                : List.of(new Violation(
                        NvidiaReason.FIRMWARE_ID_MISMATCH,
                        "the key is of firmware " + device.firmwareId() + ", the report of "
                                + report.opaque().firmwareId()));
    }

    private static Claims claims(SpdmReport report, Instant madeAt, Instant expiresAt) {
        SortedMap<String, Bytes> measurements = new TreeMap<>();
        report.measurements().forEach((index, value) -> measurements.put("measurement" + index, value));
        return new Claims(
                measurements,
                false,
                Bytes.EMPTY,
                report.nonce(),
                Bytes.EMPTY,
                madeAt,
                expiresAt,
                Sha256.hash(report.signed().toArray()));
    }

    private static Instant earliest(Instant one, Instant two, Instant three) {
        Instant earlier = one.isBefore(two) ? one : two;
        return earlier.isBefore(three) ? earlier : three;
    }
}
