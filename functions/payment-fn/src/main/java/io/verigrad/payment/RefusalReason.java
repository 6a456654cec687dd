package io.verigrad.payment;

import java.util.Locale;

/** The refusals that x402 has no code for. */
public enum RefusalReason {
    MALFORMED_REQUEST,
    /** The call is not signed by the key that it names, or not just now. */
    UNAUTHENTICATED,
    RUNNER_NOT_REGISTERED,
    /** The runner's key epoch has not begun, has ended or was revoked. */
    RUNNER_KEY_NOT_GOOD,
    OFFER_NOT_SIGNED_BY_RUNNER,
    OFFER_EXPIRED,
    /** Offer and payment requirements differ in payee, asset or price. */
    OFFER_MISMATCH,
    PAYEE_NOT_VAULT,
    /** Money reaches a vault only through Settlement, against a receipt. */
    PAYEE_IS_VAULT,
    UNSUPPORTED_ASSET,
    /** Another request used this payment. */
    PAYMENT_ALREADY_USED,
    /** The payment was given up and stays so; a new one must be signed. */
    PAYMENT_RELEASED,
    /** The payer may have taken its money out of the channel before the call can be claimed. */
    CHANNEL_WITHDRAWAL_NEAR,
    /** A receipt of the channel was refused, after which nothing of it can be claimed. */
    CHANNEL_SUSPENDED,
    /** What should be paid into a channel was not, and not because of the deposit. */
    DEPOSITS_NOT_COLLECTED,
    UNKNOWN_PAYMENT,
    /** Another runner reserved this payment. */
    NOT_YOUR_PAYMENT,
    CHAIN_UNAVAILABLE,
    LEDGER_UNAVAILABLE;

    /** The code on the wire. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
