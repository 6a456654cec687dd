package io.verigrad.attestation.receipt;

import io.verigrad.attestation.Violation;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.ContentHash;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.PaymentId;
import io.verigrad.receipt.Receipt;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks on one receipt; each adds its violations and none stops the others. */
final class ReceiptChecks {
    private final SignedReceipt signed;
    private final Receipt receipt;
    private final Offer offer;
    private final TypedDataDomain domain;
    private final long now;
    private final List<Violation> violations = new ArrayList<>();

    ReceiptChecks(SignedReceipt signed, TypedDataDomain domain, long now) {
        this.signed = signed;
        this.receipt = signed.receipt();
        this.offer = signed.offer().offer();
        this.domain = domain;
        this.now = now;
    }

    void authenticity() {
        // A receipt of a test domain or another chain is signed well, but claims no money of ours.
        requireEqual(domain, signed.domain(), ReceiptReason.DOMAIN_MISMATCH);
        requireEqual(Optional.of(receipt.enclaveKey()), signed.signer(), ReceiptReason.SIGNATURE_INVALID);
    }

    void reservedBy(ReservedPayment payment) {
        requireEqual(payment.enclaveKey(), receipt.enclaveKey(), ReceiptReason.ENCLAVE_KEY_MISMATCH);
    }

    void epoch(KeyEpoch epoch) {
        switch (epoch) {
            case KeyEpoch.Unknown() ->
                require(false, ReceiptReason.KEY_UNKNOWN, receipt.enclaveKey() + " is not registered");
            case KeyEpoch.Registered(long from, long until, long revokedAt, Assurance max) -> {
                long at = receipt.issuedAt();
                require(at >= from, ReceiptReason.KEY_NOT_YET_VALID, "issued at " + at + ", good from " + from);
                require(at < until, ReceiptReason.KEY_EXPIRED, "issued at " + at + ", good until " + until);
                require(
                        revokedAt == 0 || at < revokedAt,
                        ReceiptReason.KEY_REVOKED,
                        "issued at " + at + ", revoked at " + revokedAt);
                require(
                        receipt.assurance().compareTo(max) <= 0,
                        ReceiptReason.ASSURANCE_TOO_HIGH,
                        "claims " + receipt.assurance() + ", the key reaches " + max);
            }
        }
    }

    void time(long skew, long maxAge) {
        long at = receipt.issuedAt();
        require(at <= now + skew, ReceiptReason.ISSUED_IN_FUTURE, "issued at " + at + ", now " + now);
        require(at >= now - maxAge, ReceiptReason.ISSUED_TOO_LONG_AGO, "issued at " + at + ", now " + now);
    }

    void payment(ReservedPayment payment) {
        long at = receipt.issuedAt();
        // EIP-3009 wants a later block than that, Permit2 no earlier one.
        boolean byPermit2 = payment.scheme() != Scheme.EXACT_EIP3009;
        require(
                at > payment.validAfter() || byPermit2 && at == payment.validAfter(),
                ReceiptReason.PAYMENT_NOT_YET_VALID,
                "issued at " + at + ", valid after " + payment.validAfter());
        require(
                Math.max(at, now) < payment.validBefore(),
                ReceiptReason.PAYMENT_EXPIRED,
                "now " + now + ", valid before " + payment.validBefore());
        requireEqual(payment.scheme(), receipt.scheme(), ReceiptReason.SCHEME_MISMATCH);
        requireEqual(
                Optional.of(receipt.paymentId()),
                payment.id(new ChainId(domain.chainId())),
                ReceiptReason.PAYMENT_ID_MISMATCH);
        parties(payment.payer(), payment.payTo(), payment.asset());
        requireEqual(payment.value(), receipt.cap(), ReceiptReason.CAP_MISMATCH);
    }

    void request(ReservedPayment payment) {
        requireEqual(payment.requestHash(), receipt.requestHash(), ReceiptReason.REQUEST_MISMATCH);
        // A client that bound its payment to one request must not find it spent on another.
        if (!receipt.clientNonce().isZero()) {
            requireEqual(
                    ContentHash.boundNonce(receipt.requestHash(), receipt.clientNonce()),
                    payment.nonce(),
                    ReceiptReason.CLIENT_NONCE_MISMATCH);
        }
    }

    void request(ContractRequest request) {
        long at = receipt.issuedAt();
        require(
                at >= request.openedAt(),
                ReceiptReason.PAYMENT_NOT_YET_VALID,
                "issued at " + at + ", asked at " + request.openedAt());
        require(
                Math.max(at, now) < request.expiresAt(),
                ReceiptReason.PAYMENT_EXPIRED,
                "now " + now + ", waits until " + request.expiresAt());
        requireEqual(Scheme.REQUEST, receipt.scheme(), ReceiptReason.SCHEME_MISMATCH);
        requireEqual(
                PaymentId.request(
                        new ChainId(domain.chainId()), request.requests(), request.asker(), request.requestId()),
                receipt.paymentId(),
                ReceiptReason.PAYMENT_ID_MISMATCH);
        parties(request.asker(), request.payTo(), request.asset());
        requireEqual(request.price(), receipt.cap(), ReceiptReason.CAP_MISMATCH);
        requireEqual(request.requestHash(), receipt.requestHash(), ReceiptReason.REQUEST_MISMATCH);
        requireEqual(request.modelDigest(), receipt.modelDigest(), ReceiptReason.MODEL_MISMATCH);
        require(
                receipt.assurance().compareTo(request.minAssurance()) >= 0,
                ReceiptReason.ASSURANCE_TOO_LOW,
                "claims " + receipt.assurance() + ", asked for " + request.minAssurance());
    }

    void offer() {
        requireEqual(offer.structHash(), receipt.offerHash(), ReceiptReason.OFFER_HASH_MISMATCH);
        requireEqual(
                Optional.of(receipt.enclaveKey()),
                signed.offer().signer(domain),
                ReceiptReason.OFFER_SIGNATURE_INVALID);
        require(
                receipt.issuedAt() <= offer.expiresAt(),
                ReceiptReason.OFFER_EXPIRED,
                "issued at " + receipt.issuedAt() + ", offered until " + offer.expiresAt());
        requireEqual(offer.modelDigest(), receipt.modelDigest(), ReceiptReason.OFFER_MODEL_MISMATCH);
        requireEqual(offer.payTo(), receipt.payTo(), ReceiptReason.OFFER_PAY_TO_MISMATCH);
        requireEqual(offer.asset(), receipt.asset(), ReceiptReason.OFFER_ASSET_MISMATCH);
        require(
                receipt.assurance().compareTo(offer.minAssurance()) >= 0,
                ReceiptReason.ASSURANCE_TOO_LOW,
                "claims " + receipt.assurance() + ", offered " + offer.minAssurance());
    }

    void charge() {
        requireEqual(
                offer.charge(receipt.scheme(), receipt.cap(), receipt.inputUnits(), receipt.outputUnits()),
                receipt.charge(),
                ReceiptReason.CHARGE_NOT_OFFERED);
        // A contract waits for its answer, whatever that cost.
        boolean awaited = receipt.scheme() == Scheme.REQUEST;
        require(awaited || !receipt.charge().isZero(), ReceiptReason.CHARGE_ZERO, "a charge of 0 is not settled");
        if (receipt.scheme() == Scheme.EXACT_EIP3009 || receipt.scheme() == Scheme.EXACT_PERMIT2) {
            requireEqual(receipt.cap(), receipt.charge(), ReceiptReason.CHARGE_NOT_EXACT);
        }
    }

    ReceiptVerdict verdict() {
        return violations.isEmpty()
                ? new ReceiptVerdict.Affirming(signed.id())
                : new ReceiptVerdict.Contraindicated(signed.id(), violations);
    }

    private void parties(Address payer, Address payTo, Address asset) {
        requireEqual(payer, receipt.payer(), ReceiptReason.PAYER_MISMATCH);
        requireEqual(payTo, receipt.payTo(), ReceiptReason.PAY_TO_MISMATCH);
        requireEqual(asset, receipt.asset(), ReceiptReason.ASSET_MISMATCH);
    }

    private void requireEqual(Object expected, Object found, ReceiptReason reason) {
        require(expected.equals(found), reason, "expected " + expected + ", found " + found);
    }

    private void require(boolean holds, ReceiptReason reason, String detail) {
        if (!holds) {
            violations.add(new Violation(reason, detail));
        }
    }
}
