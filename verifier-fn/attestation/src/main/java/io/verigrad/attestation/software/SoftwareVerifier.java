package io.verigrad.attestation.software;

import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.EvidenceVerifier;
import io.verigrad.attestation.Hardware;
import io.verigrad.attestation.OperatorAssurance;
import io.verigrad.attestation.Verification;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.document.SignedDocument;
import io.verigrad.attestation.policy.FormatPolicy;
import io.verigrad.value.Bytes;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Verifies documents of the {@link SoftwareAttester}: structure, chain to a pinned test root, signature. */
public final class SoftwareVerifier implements EvidenceVerifier {
    private static final Set<Integer> DEBUG_REGISTERS = Set.of(0);

    @Override
    public String format() {
        return SoftwareAttester.FORMAT;
    }

    @Override
    public boolean isForDevelopment() {
        return true;
    }

    @Override
    public Verification verify(Bytes bytes, FormatPolicy policy, Clock clock) throws EvidenceFormatException {
        SignedDocument document = SignedDocument.parse(bytes);
        List<Violation> violations = document.verify(policy.roots(), clock);
        // No claim leaves before signature and chain have passed: until then it is text of a stranger.
        return violations.isEmpty()
                ? new Verification.Authentic(
                        document.claims(DEBUG_REGISTERS, document.chain().expiresAt()),
                        List.of(),
                        new Hardware(OperatorAssurance.NONE, List.of()))
                : new Verification.NotAuthentic(violations);
    }
}
