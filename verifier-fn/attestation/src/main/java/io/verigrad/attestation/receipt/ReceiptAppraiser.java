package io.verigrad.attestation.receipt;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.SignedReceipt;
import java.time.Clock;
import java.time.Duration;

/**
 * Judges receipts by what was reserved, registered and offered. It decides on money, so it reads nothing but its
 * arguments, and reports every violation.
 *
 * @param domain the domain that receipts must be signed for
 * @param clockSkew how far the clock of an enclave may be ahead
 */
public record ReceiptAppraiser(TypedDataDomain domain, Duration clockSkew) {
    /** How old a receipt may be: the contract takes no older one. */
    public static final Duration MAX_AGE = Duration.ofHours(2);

    /**
     * Whether the enclave that had the payment reserved made this receipt, for this domain. One that it did not make is
     * a statement of a stranger, and must not change anything.
     */
    public ReceiptVerdict authenticate(SignedReceipt signed, ReservedPayment payment, Clock clock) {
        ReceiptChecks checks = checks(signed, clock);
        checks.authenticity();
        checks.reservedBy(payment);
        return checks.verdict();
    }

    /** Judges everything, authenticity included. */
    public ReceiptVerdict appraise(SignedReceipt signed, KeyEpoch epoch, ReservedPayment payment, Clock clock) {
        ReceiptChecks checks = checks(signed, clock);
        checks.authenticity();
        checks.reservedBy(payment);
        checks.epoch(epoch);
        checks.time(clockSkew.toSeconds(), MAX_AGE.toSeconds());
        checks.payment(payment);
        checks.request(payment);
        checks.offer();
        checks.charge();
        return checks.verdict();
    }

    /** Judges everything about an answer to a contract; any registered enclave may give it. */
    public ReceiptVerdict appraise(SignedReceipt signed, KeyEpoch epoch, ContractRequest request, Clock clock) {
        ReceiptChecks checks = checks(signed, clock);
        checks.authenticity();
        checks.epoch(epoch);
        checks.time(clockSkew.toSeconds(), MAX_AGE.toSeconds());
        checks.request(request);
        checks.offer();
        checks.charge();
        return checks.verdict();
    }

    private ReceiptChecks checks(SignedReceipt signed, Clock clock) {
        return new ReceiptChecks(signed, domain, clock.instant().getEpochSecond());
    }
}
