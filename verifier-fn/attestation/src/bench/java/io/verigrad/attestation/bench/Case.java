package io.verigrad.attestation.bench;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.CompositeForge;
import io.verigrad.attestation.EnclaveAppraiser;
import io.verigrad.attestation.EnclaveVerdict;
import io.verigrad.attestation.Evidence;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.nitro.NitroForge;
import io.verigrad.attestation.nitro.NitroVerifier;
import io.verigrad.attestation.policy.AppraisalPolicy;
import io.verigrad.attestation.snp.SnpForge;
import io.verigrad.attestation.snp.SnpVerifier;
import io.verigrad.attestation.tdx.TdxForge;
import io.verigrad.attestation.tdx.TdxVerifier;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.List;

/** Good evidence of one format, and the whole judgement of it: parsing, collateral, verification, appraisal. */
interface Case {
    EnclaveVerdict judge() throws EvidenceFormatException;

    /** The case of a name that a benchmark has as its parameter. */
    static Case of(String format) {
        return switch (format) {
            case "nitro" -> {
                NitroForge forge = new NitroForge();
                yield whole(
                        forge.evidence(forge.document()),
                        new NitroVerifier(),
                        forge.policy(),
                        forge.nonce,
                        forge.operator,
                        forge.circumstances());
            }
            case "snp" -> {
                SnpForge forge = new SnpForge();
                yield whole(
                        new Evidence(SnpVerifier.FORMAT, forge.document(), forge.binding(), Hash32.ZERO),
                        new SnpVerifier(),
                        forge.policy(),
                        forge.nonce,
                        forge.operator,
                        forge.circumstances());
            }
            case "tdx" -> {
                TdxForge forge = new TdxForge();
                yield whole(
                        new Evidence(TdxVerifier.FORMAT, forge.document(), forge.binding(), Hash32.ZERO),
                        new TdxVerifier(),
                        forge.policy(),
                        forge.nonce,
                        forge.operator,
                        forge.circumstances());
            }
            case "composite" -> {
                CompositeForge forge = new CompositeForge();
                Evidence evidence = forge.evidence();
                yield () -> forge.appraise(evidence);
            }
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static Case whole(
            Evidence evidence,
            EvidenceVerifier verifier,
            AppraisalPolicy policy,
            Hash32 nonce,
            Address operator,
            Circumstances circumstances) {
        EnclaveAppraiser appraiser = new EnclaveAppraiser(policy, List.of(verifier));
        return () -> appraiser.appraise(evidence, nonce, operator, circumstances);
    }
}
