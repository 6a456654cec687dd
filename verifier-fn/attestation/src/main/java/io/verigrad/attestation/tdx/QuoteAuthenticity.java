package io.verigrad.attestation.tdx;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.CertificateProfile;
import io.verigrad.attestation.x509.RevocationCheck;
import io.verigrad.attestation.x509.RevocationLists;
import io.verigrad.crypto.Sha256;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a genuine platform made a quote: chain, quoting enclave, signature, event log, and what Intel states about
 * enclave, platform and module.
 */
final class QuoteAuthenticity {
    private final TdxDocument document;
    private final TdxQuote quote;
    private final PlatformCertificate platform;
    private final List<Violation> violations = new ArrayList<>();

    QuoteAuthenticity(TdxDocument document) throws EvidenceFormatException {
        this.document = document;
        this.quote = document.quote();
        this.platform = PlatformCertificate.of(quote.chain().certificates().getFirst());
    }

    sealed interface Result {
        record Wrong(List<Violation> violations) implements Result {}

        /**
         * Nothing is wrong.
         *
         * @param evaluation the older number of the recovery events that the statements are of
         * @param expiresAt the earliest end of anything that was used
         */
        record Genuine(PlatformCertificate platform, TcbAssessment tcb, int evaluation, Instant expiresAt)
                implements Result {}
    }

    Result verify(Set<Hash32> pins, RevocationRule rule, Circumstances circumstances) {
        CertificateChain chain = quote.chain();
        violations.addAll(chain.verify(pins, CertificateProfile.INTEL_P256, circumstances.clock()));
        checkSignatures();
        RevocationCheck revocation = rule == RevocationRule.UNCHECKED
                ? RevocationCheck.NONE
                : new RevocationLists(circumstances.collateral().revocationLists())
                        .check(chain, certificate -> true, circumstances.clock().instant());
        violations.addAll(revocation.violations());
        checkLog();
        X509Certificate root = chain.certificates().getLast();
        Optional<IntelStatement.Found<TcbInfo>> info = new IntelStatement<>(
                        IntelStatement.Kind.TCB_INFO, TcbInfo::of, i -> i.isOf(platform))
                .find(root, pins, rule, circumstances, violations);
        Optional<IntelStatement.Found<QeIdentity>> identity = new IntelStatement<>(
                        IntelStatement.Kind.QE_IDENTITY, QeIdentity::of, i -> true)
                .find(root, pins, rule, circumstances, violations);
        identity.ifPresent(found -> checkEnclave(found.content()));
        info.ifPresent(found -> checkModule(found.content()));
        if (!violations.isEmpty() || info.isEmpty() || identity.isEmpty()) {
            return new Result.Wrong(violations.stream().distinct().toList());
        }
        Instant end = Stream.of(
                        chain.expiresAt(),
                        revocation.validUntil(),
                        info.get().validUntil(),
                        identity.get().validUntil())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Result.Genuine(
                platform,
                TcbAssessment.of(
                        quote, platform, info.get().content(), identity.get().content()),
                Math.min(info.get().evaluation(), identity.get().evaluation()),
                end);
    }

    /** From the platform's key to the enclave that it runs, to the key that the enclave made, to the quote. */
    private void checkSignatures() {
        require(
                P256.verifies(quote.chain().leafKey(), quote.enclave().bytes(), quote.enclaveSignature()),
                TdxReason.ENCLAVE_SIGNATURE_INVALID,
                "the key of the platform did not sign the report of the quoting enclave");
        Bytes bound = Bytes.concat(
                Sha256.hash(
                                quote.attestationKey().toArray(),
                                quote.enclaveData().toArray())
                        .bytes(),
                Bytes.of(new byte[32]));
        require(
                bound.equals(quote.enclave().reportData()),
                TdxReason.ATTESTATION_KEY_UNBOUND,
                "expected " + bound + ", found " + quote.enclave().reportData());
        require(
                P256.verifies(quote.attestationKey(), quote.signed(), quote.signature()),
                EnclaveReason.SIGNATURE_INVALID,
                "the attestation key did not sign this quote");
    }

    private void checkLog() {
        List<Bytes> replayed = document.log().replay();
        for (int i = 0; i < EventLog.REGISTERS && !document.log().events().isEmpty(); i++) {
            Bytes register = quote.report().runtimeRegisters().get(i);
            require(
                    register.equals(replayed.get(i)),
                    TdxReason.EVENT_LOG_MISMATCH,
                    "rtmr" + i + " is " + register + ", the log leads to " + replayed.get(i));
        }
    }

    private void checkEnclave(QeIdentity identity) {
        require(
                identity.isOf(quote.enclave()),
                TdxReason.QE_MISMATCH,
                "expected " + identity.mrSigner() + " and product " + identity.productId() + ", found "
                        + quote.enclave().mrSigner() + " and " + quote.enclave().productId()
                        + ", or other attributes");
    }

    private void checkModule(TcbInfo info) {
        int version = quote.report().moduleVersion();
        require(
                info.module(version).filter(m -> m.isOf(quote.report())).isPresent(),
                TdxReason.MODULE_MISMATCH,
                "no module of version " + version + " and signer "
                        + quote.report().mrSignerSeam() + " is known");
    }

    private void require(boolean holds, Reason reason, String detail) {
        if (!holds) {
            violations.add(new Violation(reason, detail));
        }
    }
}
