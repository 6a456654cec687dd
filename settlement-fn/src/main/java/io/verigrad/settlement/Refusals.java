package io.verigrad.settlement;

import io.verigrad.chain.rpc.RevertReason;
import io.verigrad.chain.settlement.ItemOutcome;
import io.verigrad.chain.settlement.RejectReason;
import io.verigrad.ledger.PaymentOutcome;
import java.util.Locale;

/** What a refusal by Settlement means for the payment: its end, or another try while its deadline is ahead. */
final class Refusals {
    private static final int MAX_REASON = 100;

    private Refusals() {}

    static PaymentOutcome outcome(ItemOutcome.Rejected rejected) {
        String code = code(rejected);
        return isFinal(rejected.reason())
                ? new PaymentOutcome.Rejected(rejected.receiptId(), code)
                : new PaymentOutcome.Postponed(rejected.receiptId(), code);
    }

    /** Whether the same receipt and payment would be refused at any later time as well. */
    static boolean isFinal(RejectReason reason) {
        return switch (reason) {
            // Signed by the enclave or the payer, so it never changes; or the token says that the authorization is
            // gone.
            case BAD_SIGNATURE,
                    BAD_PAYEE,
                    BAD_AMOUNT,
                    ASSURANCE_TOO_HIGH,
                    BAD_PAYMENT_ID,
                    ALREADY_SETTLED,
                    UNSUPPORTED_SCHEME -> true;
            // A balance fills up and a token is resumed; an appraisal that knows of a revocation may settle what came
            // before it; a receipt of a clock that ran ahead comes of age, and one that is too old is given up as such.
            case PAYMENT_FAILED, SHORT_PAYMENT, KEY_NOT_GOOD, BAD_TIME -> false;
            // Who does not know why must not give the money up.
            case UNKNOWN -> false;
        };
    }

    /** The contract's reason and, after a colon, the token's. */
    private static String code(ItemOutcome.Rejected rejected) {
        if (rejected.reason() == RejectReason.ALREADY_SETTLED) {
            return "authorization_used";
        }
        String code = rejected.reason().name().toLowerCase(Locale.ROOT);
        if (rejected.data().size() == 0) {
            return code;
        }
        String detail = RevertReason.of(rejected.data()).replaceAll("[^A-Za-z0-9_.\\-]+", "_");
        return (code + ':' + detail).substring(0, Math.min(MAX_REASON, code.length() + 1 + detail.length()));
    }
}
