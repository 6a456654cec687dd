package io.verigrad.payment.facilitator;

import io.verigrad.ledger.JournalEntry;
import io.verigrad.payment.config.PaymentSettings;
import java.util.List;
import java.util.function.Predicate;

/** How many transfers may be under way until the chain has them for good: every one costs this account gas. */
record OpenTransfers(int limit, int limitPerParty) {
    static OpenTransfers of(PaymentSettings.Settle settings) {
        return new OpenTransfers(settings.open(), settings.openPerParty());
    }

    /** Refuses one more transfer where strangers could otherwise burn gas without end. */
    void admit(Transfer transfer, List<JournalEntry> open) throws FacilitatorBusyException {
        if (open.size() >= limit) {
            throw new FacilitatorBusyException("expected less than " + limit + " open transfers in all");
        }
        require(open, entry -> transfer.isOfSamePayer(entry.subject()), "of this payer");
        require(open, entry -> transfer.isToSamePayee(entry.subject()), "to this payee");
    }

    private void require(List<JournalEntry> open, Predicate<JournalEntry> same, String whose)
            throws FacilitatorBusyException {
        if (open.stream().filter(same).count() >= limitPerParty) {
            throw new FacilitatorBusyException("expected less than " + limitPerParty + " open transfers " + whose);
        }
    }
}
