package io.verigrad.payment.facilitator;

import io.verigrad.ledger.OpenCount;
import io.verigrad.payment.config.PaymentSettings;
import java.util.Optional;

/** How many transfers may be under way until the chain has them for good: every one costs this account gas. */
record OpenTransfers(int limit, int limitPerParty) {
    static OpenTransfers of(PaymentSettings.Settle settings) {
        return new OpenTransfers(settings.open(), settings.openPerParty());
    }

    /** Why there may not be one more transfer, where strangers could otherwise burn gas without end. */
    Optional<String> refusal(OpenCount open) {
        if (open.all() >= limit) {
            return Optional.of("expected less than " + limit + " open transfers in all");
        }
        if (open.ofPayer() >= limitPerParty) {
            return Optional.of("expected less than " + limitPerParty + " open transfers of this payer");
        }
        return open.toPayee() >= limitPerParty
                ? Optional.of("expected less than " + limitPerParty + " open transfers to this payee")
                : Optional.empty();
    }
}
