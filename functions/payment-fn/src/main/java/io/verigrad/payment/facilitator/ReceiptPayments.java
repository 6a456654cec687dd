package io.verigrad.payment.facilitator;

import io.verigrad.ledger.Payees;
import io.verigrad.payment.Refusal;
import io.verigrad.payment.chain.Vaults;
import io.verigrad.payment.ledger.LedgerAnswer;
import io.verigrad.payment.ledger.LedgerUnavailableException;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Keeps the facilitator from moving what is paid against a receipt: that money would reach the host without one. */
@ApplicationScoped
class ReceiptPayments {
    private final Payees payees;
    private final Vaults vaults;

    ReceiptPayments(Payees payees, Vaults vaults) {
        this.payees = payees;
        this.vaults = vaults;
    }

    /** A refusal of what is known here; whether a vault stands at {@code payTo} the chain is asked with the rest. */
    Optional<Refusal> refuse(Hash32 paymentId, Address payTo) throws LedgerUnavailableException {
        // A vault has no code before its first sweep, so the chain alone does not tell.
        return switch (LedgerAnswer.await(payees.conflict(paymentId, payTo))) {
            case NONE -> vaults.isKnown(payTo) ? Optional.of(Refusal.payeeIsVault()) : Optional.empty();
            case RESERVED ->
                Optional.of(Refusal.of(
                        Reason.INVALID_PAYMENT_REQUIREMENTS,
                        "payment " + paymentId + " is reserved for a receipt; sign a new one for this purpose"));
            case VAULT -> Optional.of(Refusal.payeeIsVault());
        };
    }
}
