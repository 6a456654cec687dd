package io.verigrad.attestation.tdx;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.Claims;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Hardware;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.attestation.policy.TdxRules;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Verifies and appraises quotes of Intel TDX, versions 4 and 5 ("Intel TDX DCAP Quoting Library API", appendix A; "Intel
 * PCS API", version 4). A document is a quote, padded with zeros or followed by an {@link EventLog}. The collateral has
 * TCB info and identity of the quoting enclave with their signer, and the lists of the root and of the authority above
 * the platform's key. A quote has no time: it counts as made when its challenge was.
 */
public final class TdxVerifier implements EvidenceVerifier {
    /** The format that it reads. */
    public static final String FORMAT = "tdx-v1";

    /** Intel SGX Root CA, 2018 to 2049; for policies to pin. */
    public static final Hash32 ROOT =
            Hash32.parse("0x44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3");

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean isForDevelopment() {
        return false;
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Clock clock) throws EvidenceFormatException {
        return verify(bytes, policy, Circumstances.at(clock));
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Circumstances circumstances)
            throws EvidenceFormatException {
        TdxDocument document = TdxDocument.parse(bytes);
        TdxRules rules = policy.rules() instanceof TdxRules own ? own : TdxRules.nothing();
        QuoteAuthenticity authenticity = new QuoteAuthenticity(document);
        return switch (authenticity.verify(policy.roots(), rules.revocation(), circumstances)) {
            case QuoteAuthenticity.Result.Wrong(List<Violation> violations) ->
                new Verification.NotAuthentic(violations);
            case QuoteAuthenticity.Result.Genuine genuine -> authentic(document, genuine, rules, policy, circumstances);
        };
    }

    /**
     * What to fetch before {@link #verify}.
     *
     * @throws EvidenceFormatException if the bytes are not a document of this format
     */
    public static TdxCollateralNeeds collateralNeeds(Bytes document) throws EvidenceFormatException {
        return TdxCollateralNeeds.of(TdxDocument.parse(document).quote());
    }

    private static Verification authentic(
            TdxDocument document,
            QuoteAuthenticity.Result.Genuine genuine,
            TdxRules rules,
            FormatPolicy policy,
            Circumstances circumstances) {
        TdReport report = document.quote().report();
        Registers registers = Registers.of(report, document.log(), rules.bootMarker());
        // What is accepted for a time only ends with that time; what is refused has no end to report.
        boolean forATime = genuine.tcb() instanceof TcbAssessment.Known known
                && known.status().isOld()
                && rules.statuses().contains(known.status());
        Instant expiresAt =
                forATime && rules.graceEnd().isBefore(genuine.expiresAt()) ? rules.graceEnd() : genuine.expiresAt();
        Claims claims = Claims.ofReport(
                registers.measurements(),
                report.attributes().allowsDebugging(),
                report.reportData(),
                circumstances.challengedAt(),
                expiresAt,
                Sha256.hash(document.quote().signed().toArray()));
        return new Verification.Authentic(
                claims,
                new QuoteAppraisal(report, genuine, rules)
                        .objections(registers, policy, circumstances.clock().instant()),
                new Hardware(
                        rules.platforms() instanceof TdxRules.Platforms.Listed
                                ? OperatorAssurance.LISTED_HARDWARE
                                : OperatorAssurance.UNKNOWN,
                        List.of(genuine.platform().id().toString())));
    }
}
