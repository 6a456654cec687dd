package io.verigrad.client;

import io.verigrad.client.receipt.KeyStanding;
import io.verigrad.client.receipt.ReceiptVerification;
import io.verigrad.receipt.SignedReceipt;
import io.verigrad.value.Bytes;
import io.verigrad.x402.SettleResponse;
import java.util.Locale;
import java.util.Optional;

/** How a call ended. An answer is handed over only with a verified receipt. */
public sealed interface CallOutcome {
    /**
     * The answer, and the receipt that proves where it is from.
     *
     * @param standing {@link KeyStanding.NotAsked} if the client knows no registry: the key is then unproved
     * @param settlement x402's own account of the payment, if the runner gave one that can be read
     */
    record Answered(Bytes body, SignedReceipt receipt, KeyStanding standing, Optional<SettleResponse> settlement)
            implements CallOutcome {}

    /** The runner answered, but its receipt is missing or wrong; the answer is withheld. */
    record Unverified(ReceiptVerification.Rejected verification, Optional<SignedReceipt> receipt)
            implements CallOutcome {}

    /** The receipt holds, but the registry could not be asked about its key; the answer is withheld. */
    record Unconfirmed(SignedReceipt receipt, String problem) implements CallOutcome {}

    /**
     * No answer.
     *
     * @param status the last HTTP status, 0 if nothing was asked for
     * @param detail a line for people
     * @param body what the runner sent with the last status
     */
    record Refused(int status, Reason reason, String detail, Bytes body) implements CallOutcome {}

    /**
     * The runner did not answer.
     *
     * @param paymentSent whether a payment was sent, so that a receipt for it may exist
     */
    record Unreachable(boolean paymentSent, String problem) implements CallOutcome {}

    /** Why there is no answer. */
    enum Reason {
        /** The runner's evidence was not accepted; it was sent neither request nor payment. */
        RUNNER_NOT_ATTESTED,
        /** The runner refused the request before any payment. */
        REQUEST_REFUSED,
        /** The runner answered without asking for payment, and so without a receipt that we could check. */
        PAYMENT_NOT_ASKED,
        /** The offer of a 402 cannot be read. */
        OFFER_MALFORMED,
        /** No offer is within the client's policy. */
        NO_ACCEPTABLE_OFFER,
        /** The payer's allowance is spent, or cannot be kept; nothing was sent. */
        ALLOWANCE_SPENT,
        /** The runner did not take the payment. */
        PAYMENT_REFUSED,
        /** The runner failed after it took the payment; such an answer charges nothing. */
        CALL_FAILED;

        /** The stable text form. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
