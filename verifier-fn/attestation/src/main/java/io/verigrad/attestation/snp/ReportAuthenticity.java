package io.verigrad.attestation.snp;

import io.verigrad.attestation.Circumstances;
import io.verigrad.attestation.EnclaveReason;
import io.verigrad.attestation.EvidenceFormatException;
import io.verigrad.attestation.Reason;
import io.verigrad.attestation.Violation;
import io.verigrad.attestation.policy.RevocationRule;
import io.verigrad.attestation.x509.CertificateChain;
import io.verigrad.attestation.x509.CertificateProfile;
import io.verigrad.attestation.x509.CommonName;
import io.verigrad.attestation.x509.RevocationCheck;
import io.verigrad.attestation.x509.RevocationLists;
import io.verigrad.value.Bytes;
import io.verigrad.value.Hash32;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the chip that a report names made it: chain, kind of key, product, signature, version, chip. */
final class ReportAuthenticity {
    private final SnpReport report;
    private final EndorsementKey key;
    private final CertificateChain chain;
    private final List<Violation> violations = new ArrayList<>();

    ReportAuthenticity(SnpReport report, EndorsementKey key, CertificateChain chain) {
        this.report = report;
        this.key = key;
        this.chain = chain;
    }

    sealed interface Result {
        record Wrong(List<Violation> violations) implements Result {}

        record Genuine(Product product, Instant expiresAt) implements Result {}
    }

    Result verify(Set<Hash32> pins, RevocationRule rule, Circumstances circumstances) throws EvidenceFormatException {
        violations.addAll(chain.verify(pins, CertificateProfile.AMD_SEV, circumstances.clock()));
        require(
                report.isSignedBy(chain.leafKey()),
                EnclaveReason.SIGNATURE_INVALID,
                "the key of the certificate did not sign this report");
        RevocationCheck revocation = revocation(rule, circumstances);
        violations.addAll(revocation.violations());
        require(
                key.isOf(report.signingKey()),
                SnpReason.KEY_KIND_MISMATCH,
                "the report names a " + report.signingKey() + ", found a certificate of "
                        + CommonName.subject(key.certificate()));
        Optional<Product> product = product();
        if (product.isPresent()) {
            checkVersion(product.get());
            checkChip(product.get());
        }
        if (!violations.isEmpty()) {
            return new Result.Wrong(List.copyOf(violations));
        }
        Instant end = chain.expiresAt().isBefore(revocation.validUntil()) ? chain.expiresAt() : revocation.validUntil();
        return new Result.Genuine(product.orElseThrow(), end);
    }

    /** The root's list covers the intermediate only; the serial number of every VCEK is 0, so none is looked up. */
    private RevocationCheck revocation(RevocationRule rule, Circumstances circumstances) {
        X509Certificate intermediate = chain.certificates().get(1);
        return rule == RevocationRule.UNCHECKED
                ? RevocationCheck.NONE
                : new RevocationLists(circumstances.collateral().revocationLists())
                        .check(
                                chain,
                                intermediate::equals,
                                circumstances.clock().instant());
    }

    private Optional<Product> product() {
        String issuer = CommonName.issuer(key.certificate());
        Optional<Product> product = Product.ofIssuer(report.signingKey(), issuer);
        if (product.isEmpty()) {
            violations.add(
                    new Violation(SnpReason.PRODUCT_MISMATCH, "no known product has the authority \"" + issuer + "\""));
            return product;
        }
        String title = product.get().title();
        String root = CommonName.subject(chain.certificates().getLast());
        require(root.equals("ARK-" + title), SnpReason.PRODUCT_MISMATCH, "the root of " + title + " is not " + root);
        require(
                key.isFor(product.get()),
                SnpReason.PRODUCT_MISMATCH,
                "expected a certificate of " + title + ", found \"" + key.productName() + "\"");
        SnpReport.Processor processor = report.processor();
        require(
                report.version() < 3
                        || Product.ofProcessor(processor.family(), processor.model())
                                .equals(product),
                SnpReason.PRODUCT_MISMATCH,
                "expected " + title + ", found " + processor);
        return product;
    }

    private void checkVersion(Product product) throws EvidenceFormatException {
        TcbVersion reported = TcbVersion.parse("reported_tcb", product, report.reportedTcb());
        require(
                key.isFor(reported),
                SnpReason.TCB_MISMATCH,
                "the report says " + reported.components() + ", the certificate " + key.versions());
    }

    private void checkChip(Product product) {
        if (report.signingKey() == SigningKey.VLEK) {
            return;
        }
        if (report.chipId().isZero()) {
            violations.add(new Violation(SnpReason.CHIP_MASKED, "the report hides the chip whose key signed it"));
            return;
        }
        int size = product.hardwareIdSize();
        Bytes padded = Bytes.concat(key.hardwareId(), Bytes.of(new byte[64 - size]));
        require(
                padded.equals(report.chipId()),
                SnpReason.CHIP_MISMATCH,
                "the report is of " + report.chipId() + ", the certificate of " + key.hardwareId());
    }

    private void require(boolean holds, Reason reason, String detail) {
        if (!holds) {
            violations.add(new Violation(reason, detail));
        }
    }
}
