package io.verigrad.client.receipt;

import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.SignedReceipt;
import java.time.Clock;

/**
 * Verifies receipts by their own content and by what the caller knows, without asking anybody.
 *
 * @param domain the chain and Settlement contract that count; what the receipt says of itself is only a claim
 * @param minAssurance the lowest level that is acceptable
 */
public record ReceiptVerifier(TypedDataDomain domain, Assurance minAssurance, Clock clock) {
    /** Verifies a receipt that somebody showed, as far as {@code content} is known. */
    public ReceiptVerification verify(SignedReceipt receipt, Content content, KeyStanding standing) {
        return general(receipt, content, standing).result();
    }

    /** Verifies the receipt of a call that this client paid for. */
    public ReceiptVerification verify(SignedReceipt receipt, Content content, Payment payment, KeyStanding standing) {
        ReceiptChecks checks = general(receipt, content, standing);
        checks.payment(payment);
        return checks.result();
    }

    /** Whether a receipt that a key signs at this moment could be good. */
    public boolean isGoodNow(KeyStanding standing) {
        return switch (standing) {
            case KeyStanding.NotAsked _ -> true;
            case KeyStanding.Unknown _ -> false;
            case KeyStanding.Registered known -> {
                long now = clock.instant().getEpochSecond();
                yield known.revokedAt().isEmpty()
                        && now >= known.validFrom()
                        && now < known.validUntil()
                        && known.maxAssurance().compareTo(minAssurance) >= 0;
            }
        };
    }

    private ReceiptChecks general(SignedReceipt receipt, Content content, KeyStanding standing) {
        ReceiptChecks checks = new ReceiptChecks(receipt, domain);
        checks.authenticity();
        checks.content(content);
        checks.offer();
        checks.charge();
        checks.time(clock.instant().getEpochSecond());
        checks.assurance(minAssurance);
        checks.key(standing);
        return checks;
    }
}
