package io.verigrad.client.receipt;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks on one receipt; each adds its violations and none stops the others. */
final class ReceiptChecks {
    private static final long CLOCK_SKEW_SECONDS = 60;

    private final SignedReceipt signed;
    private final Receipt receipt;
    private final Offer offer;
    private final TypedDataDomain domain;
    private final List<Violation> violations = new ArrayList<>();

    ReceiptChecks(SignedReceipt signed, TypedDataDomain domain) {
        this.signed = signed;
        this.receipt = signed.receipt();
        this.offer = signed.offer().offer();
        this.domain = domain;
    }

    void authenticity() {
        requireEqual(domain, signed.domain(), ViolationCode.DOMAIN_MISMATCH);
        requireEqual(Optional.of(receipt.enclaveKey()), signed.signer(), ViolationCode.SIGNATURE_INVALID);
    }

    void content(Content content) {
        content.requestHash()
                .ifPresent(hash -> requireEqual(hash, receipt.requestHash(), ViolationCode.REQUEST_MISMATCH));
        content.responseHash()
                .ifPresent(hash -> requireEqual(hash, receipt.responseHash(), ViolationCode.RESPONSE_MISMATCH));
    }

    void offer() {
        requireEqual(offer.structHash(), receipt.offerHash(), ViolationCode.OFFER_HASH_MISMATCH);
        // Anybody can sign an offer; only one of the same enclave says what this call costs.
        requireEqual(
                Optional.of(receipt.enclaveKey()),
                signed.offer().signer(domain),
                ViolationCode.OFFER_SIGNATURE_INVALID);
        requireEqual(offer.modelDigest(), receipt.modelDigest(), ViolationCode.OFFER_MODEL_MISMATCH);
        requireEqual(offer.payTo(), receipt.payTo(), ViolationCode.OFFER_PAY_TO_MISMATCH);
        requireEqual(offer.asset(), receipt.asset(), ViolationCode.OFFER_ASSET_MISMATCH);
        require(
                receipt.issuedAt() <= offer.expiresAt(),
                ViolationCode.OFFER_EXPIRED,
                "issued at " + receipt.issuedAt() + ", offered until " + offer.expiresAt());
    }

    void charge() {
        requireEqual(
                offer.charge(receipt.scheme(), receipt.cap(), receipt.inputUnits(), receipt.outputUnits()),
                receipt.charge(),
                ViolationCode.CHARGE_NOT_OFFERED);
        if (receipt.scheme() == Scheme.EXACT_EIP3009 || receipt.scheme() == Scheme.EXACT_PERMIT2) {
            requireEqual(receipt.cap(), receipt.charge(), ViolationCode.CHARGE_NOT_EXACT);
        }
    }

    void time(long now) {
        require(
                receipt.issuedAt() <= now + CLOCK_SKEW_SECONDS,
                ViolationCode.ISSUED_IN_FUTURE,
                "issued at " + receipt.issuedAt() + ", now " + now);
    }

    void assurance(Assurance asked) {
        Assurance least = asked.compareTo(offer.minAssurance()) > 0 ? asked : offer.minAssurance();
        require(
                receipt.assurance().compareTo(least) >= 0,
                ViolationCode.ASSURANCE_TOO_LOW,
                "expected " + least + " or higher, found " + receipt.assurance());
    }

    void key(KeyStanding standing) {
        switch (standing) {
            case KeyStanding.NotAsked() -> {}
            case KeyStanding.Unknown() ->
                require(false, ViolationCode.KEY_UNKNOWN, receipt.enclaveKey() + " is not registered");
            case KeyStanding.Registered registered -> epoch(registered);
        }
    }

    void payment(Payment payment) {
        requireEqual(payment.scheme(), receipt.scheme(), ViolationCode.SCHEME_MISMATCH);
        requireEqual(payment.id(), receipt.paymentId(), ViolationCode.PAYMENT_ID_MISMATCH);
        requireEqual(payment.payer(), receipt.payer(), ViolationCode.PAYER_MISMATCH);
        requireEqual(payment.payTo(), receipt.payTo(), ViolationCode.PAY_TO_MISMATCH);
        requireEqual(payment.asset(), receipt.asset(), ViolationCode.ASSET_MISMATCH);
        requireEqual(payment.value(), receipt.cap(), ViolationCode.CAP_MISMATCH);
        requireEqual(payment.clientNonce(), receipt.clientNonce(), ViolationCode.CLIENT_NONCE_MISMATCH);
    }

    ReceiptVerification result() {
        return violations.isEmpty()
                ? new ReceiptVerification.Verified(signed.id())
                : new ReceiptVerification.Rejected(violations);
    }

    private void epoch(KeyStanding.Registered key) {
        long at = receipt.issuedAt();
        require(
                key.validFrom() <= at && at < key.validUntil(),
                ViolationCode.KEY_NOT_VALID,
                "issued at " + at + ", good from " + key.validFrom() + " until " + key.validUntil());
        require(
                key.revokedAt().isEmpty() || at < key.revokedAt().getAsLong(),
                ViolationCode.KEY_REVOKED,
                "issued at " + at + ", revoked at " + key.revokedAt());
        require(
                receipt.assurance().compareTo(key.maxAssurance()) <= 0,
                ViolationCode.ASSURANCE_TOO_HIGH,
                "claims " + receipt.assurance() + ", registered for " + key.maxAssurance());
    }

    private void requireEqual(Object expected, Object found, ViolationCode code) {
        require(expected.equals(found), code, "expected " + text(expected) + ", found " + text(found));
    }

    private void require(boolean holds, ViolationCode code, String detail) {
        if (!holds) {
            violations.add(new Violation(code, detail));
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.isPresent() ? String.valueOf(optional.get()) : "no key";
            default -> value.toString();
        };
    }
}
