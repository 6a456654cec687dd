package io.verigrad.attestation.bench;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.CompositeForge;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.RecentVerdicts;
import io.verigrad.attestation.nitro.NitroForge;
import io.verigrad.attestation.nitro.NitroVerifier;
import io.verigrad.attestation.nvidia.GpuVerifier;
import io.verigrad.attestation.nvidia.NrasVerifier;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.software.EvidenceForge;
import io.verigrad.attestation.software.SoftwareVerifier;
import io.verigrad.attestation.tdx.TdxForge;
import io.verigrad.attestation.tdx.TdxVerifier;
import io.verigrad.value.Address;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What is measured of one format: appraisal of documents that were never seen, by collateral that is at hand. */
final class Subject {
    private final List<Evidence> documents;
    private final EnclaveAppraiser appraiser;
    private final Hash32 nonce;
    private final Address operator;
    private final Circumstances circumstances;
    private final RecentVerdicts recent = new RecentVerdicts(64, Duration.ofMinutes(1));
    private int next;

    private Subject(
            int count,
            Supplier<Evidence> maker,
            AppraisalPolicy policy,
            List<EvidenceVerifier> verifiers,
            Hash32 nonce,
            Address operator,
            Circumstances circumstances) {
        documents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            documents.add(maker.get());
        }
        appraiser = new EnclaveAppraiser(policy, verifiers);
        this.nonce = nonce;
        this.operator = operator;
        this.circumstances = circumstances;
    }

    /**
     * The JDK keeps the last 750 certificates it parsed, and that it verified them. So {@code count} documents are shown in
     * turn, with more certificates among them than it keeps; those of the GPUs are the same in all, as in life.
     */
    static Subject of(String format, int count) {
        return switch (format) {
            case "nitro" -> {
                NitroForge forge = new NitroForge();
                yield new Subject(
                        count,
                        () -> forge.evidence(forge.document()),
                        forge.policy(),
                        List.of(new NitroVerifier()),
                        forge.nonce,
                        forge.operator,
                        forge.circumstances());
            }
            case "snp" -> {
                SnpForge forge = new SnpForge();
                yield new Subject(
                        count,
                        () -> new Evidence(
                                SnpVerifier.FORMAT, forge.document(), forge.binding(), EvidenceForge.hash("block")),
                        forge.policy(),
                        List.of(new SnpVerifier()),
                        forge.nonce,
                        forge.operator,
                        forge.circumstances());
            }
            case "tdx" -> {
                TdxForge forge = new TdxForge();
                yield new Subject(
                        count,
                        () -> new Evidence(
                                TdxVerifier.FORMAT, forge.document(), forge.binding(), EvidenceForge.hash("block")),
                        forge.policy(),
                        List.of(new TdxVerifier()),
                        forge.nonce,
                        forge.operator,
                        forge.circumstances());
            }
            case "composite" -> {
                CompositeForge forge = new CompositeForge();
                yield new Subject(
                        count,
                        forge::evidence,
                        forge.policy(),
                        List.of(new SoftwareVerifier(), new GpuVerifier(), new NrasVerifier()),
                        forge.cpu.nonce,
                        forge.cpu.operator,
                        forge.circumstances());
            }
            default -> throw new IllegalArgumentException("unknown format " + format);
        };
    }

    EnclaveVerdict appraiseNext() throws EvidenceFormatException {
        EnclaveVerdict verdict = appraiser.appraise(documents.get(next), nonce, operator, circumstances);
        if (!(verdict instanceof EnclaveVerdict.Affirming)) {
            throw new IllegalStateException("expected good evidence, found " + verdict);
        }
        next = (next + 1) % documents.size();
        return verdict;
    }

    /** Judges the next document and keeps what was found. */
    void keep() throws EvidenceFormatException {
        EnclaveVerdict.Affirming verdict =
                (EnclaveVerdict.Affirming) appraiser.appraise(documents.get(next), nonce, operator, circumstances);
        recent.add(
                copy(documents.get(next)),
                nonce,
                operator,
                verdict,
                circumstances.clock().instant());
    }

    /** What was kept of the next document. */
    EnclaveVerdict known() {
        return recent.of(
                        documents.get(next),
                        nonce,
                        operator,
                        circumstances.clock().instant())
                .orElseThrow();
    }

    /** The same bytes at another place, as they are when they came twice. */
    private static Evidence copy(Evidence evidence) {
        return new Evidence(
                evidence.format(), Bytes.of(evidence.document().toArray()), evidence.binding(), evidence.blockHash());
    }

    /** The signatures that the JDK verifies for the next document. */
    List<RawCheck> checks() throws EvidenceFormatException {
        appraiseNext();
        try (Recorder recorder = new Recorder()) {
            appraiseNext();
            return recorder.checks();
        }
    }
}
