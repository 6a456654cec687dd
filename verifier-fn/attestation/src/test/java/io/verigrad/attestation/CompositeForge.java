package io.verigrad.attestation;

import io.verigrad.attestation.CompositeDocument.Part;
import io.verigrad.attestation.nvidia.GpuForge;
import io.verigrad.attestation.nvidia.GpuVerifier;
import io.verigrad.attestation.nvidia.NrasForge;
import io.verigrad.attestation.nvidia.NrasVerifier;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.MeasurementSet;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.attestation.software.SoftwareVerifier;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Makes evidence of machines with two GPUs, with exactly the defect that a test sets. */
public final class CompositeForge {
    public final EvidenceForge cpu = new EvidenceForge();
    public final GpuForge first = new GpuForge();
    public final GpuForge second = new GpuForge();
    public boolean composite = true;
    public boolean boundZero;
    public boolean gpuFormats = true;
    public boolean tokens;
    public int minimum = 2;
    public Hash32 firstNonce = DeviceNonce.of(cpu.nonce, cpu.binding().receiptKey());
    public UnaryOperator<List<Part>> bound = parts -> parts;
    public UnaryOperator<List<Part>> shown = parts -> parts;
    public UnaryOperator<Part> cpuPart = part -> part;
    public Map<String, Bytes> allowed = Map.of();
    private final NrasForge nras = new NrasForge();

    public CompositeForge() {
        first.devices = Optional.empty();
        second.devices = Optional.empty();
        second.serial = BigInteger.valueOf(815);
    }

    public Evidence evidence() {
        List<Part> parts = new ArrayList<>();
        first.nonce = firstNonce;
        second.nonce = DeviceNonce.of(cpu.nonce, cpu.binding().receiptKey());
        nras.nonce = second.nonce;
        if (tokens) {
            parts.add(new Part("", NrasVerifier.FORMAT, nras.document()));
        } else {
            parts.add(new Part("", GpuVerifier.FORMAT, first.document()));
            parts.add(new Part("", GpuVerifier.FORMAT, second.document()));
        }
        List<Part> devices = shown.apply(parts);
        cpu.deviceHash = boundZero ? Hash32.ZERO : CompositeDocument.deviceHash(bound.apply(devices));
        Evidence evidence = cpu.evidence();
        if (!composite) {
            return evidence;
        }
        Part own = cpuPart.apply(new Part("", evidence.format(), evidence.document()));
        return new Evidence(
                CompositeDocument.FORMAT,
                CompositeDocument.encode(own.format(), own.document(), devices),
                evidence.binding(),
                evidence.blockHash());
    }

    public Circumstances circumstances() {
        List<CollateralDocument> documents = new ArrayList<>();
        documents.addAll(first.collateral().documents());
        documents.addAll(second.collateral().documents());
        documents.addAll(nras.collateral().documents());
        return new Circumstances(
                Collateral.NONE.with(documents), EvidenceForge.NOW.minusSeconds(30), EvidenceForge.CLOCK);
    }

    public AppraisalPolicy policy() {
        AppraisalPolicy base = cpu.policy();
        List<FormatPolicy> formats = new ArrayList<>();
        FormatPolicy own = base.formats().getFirst();
        formats.add(new FormatPolicy(
                own.format(),
                own.maxAssurance(),
                own.roots(),
                own.measurements(),
                own.rules(),
                composite ? minimum : 0));
        if (gpuFormats) {
            FormatPolicy gpu = first.formatPolicy();
            List<MeasurementSet> sets = allowed.isEmpty()
                    ? List.of()
                    : List.of(new MeasurementSet(GpuVerifier.FORMAT, "gpu", new TreeMap<>(allowed)));
            formats.add(new FormatPolicy(gpu.format(), gpu.maxAssurance(), gpu.roots(), sets, gpu.rules()));
            formats.add(nras.formatPolicy());
        }
        return new AppraisalPolicy(
                base.id(),
                base.development(),
                base.evidenceMaxAge(),
                base.clockSkew(),
                base.epochLifetime(),
                formats,
                base.digest());
    }

    public EnclaveVerdict appraise() throws EvidenceFormatException {
        return appraise(evidence(), circumstances());
    }

    public EnclaveVerdict appraise(Evidence evidence) throws EvidenceFormatException {
        return appraise(evidence, circumstances());
    }

    EnclaveVerdict appraise(Bytes document, Circumstances circumstances) throws EvidenceFormatException {
        return appraise(new Evidence(CompositeDocument.FORMAT, document, cpu.binding(), cpu.blockHash), circumstances);
    }

    private EnclaveVerdict appraise(Evidence evidence, Circumstances circumstances) throws EvidenceFormatException {
        return new EnclaveAppraiser(policy(), List.of(new SoftwareVerifier(), new GpuVerifier(), new NrasVerifier()))
                .appraise(evidence, cpu.nonce, cpu.operator, circumstances);
    }
}
