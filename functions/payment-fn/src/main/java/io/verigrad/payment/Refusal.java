package io.verigrad.payment;

import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.Permit2;
import io.verigrad.x402.Reason;
import io.verigrad.x402.Remedy;
import java.util.Optional;

/**
 * Why something is refused.
 *
 * @param reason a stable code: one of {@link RefusalReason} or of x402's {@link Reason}
 * @param message what was expected and found; for people
 * @param remedy what the payer can do about it
 */
public record Refusal(String reason, String message, Optional<Remedy> remedy) {
    public static Refusal of(RefusalReason reason, String message) {
        return new Refusal(reason.code(), message, Optional.empty());
    }

    public static Refusal of(Reason reason, String message) {
        return new Refusal(reason.code(), message, Optional.empty());
    }

    /** Money that a payee only gets against a receipt is not moved for anybody else. */
    public static Refusal payeeIsVault() {
        return of(RefusalReason.PAYEE_IS_VAULT, "payTo is a vault, which is paid through Settlement only");
    }

    /** The payer must let Permit2 take its tokens, once. */
    public static Refusal allowanceRequired(Address asset, TokenAmount amount, TokenAmount allowance) {
        return of(
                        Reason.PERMIT2_ALLOWANCE_REQUIRED,
                        "expected an allowance of " + amount + " for Permit2, found " + allowance + "; call approve("
                                + Permit2.CONTRACT + ", amount) of " + asset + " once")
                .with(Remedy.approve(asset, amount, allowance));
    }

    /** The payer must have more. */
    public static Refusal balanceRequired(
            Reason reason, String message, Address asset, TokenAmount amount, TokenAmount balance) {
        return of(reason, message).with(Remedy.fund(asset, amount, balance));
    }

    private Refusal with(Remedy found) {
        return new Refusal(reason, message, Optional.of(found));
    }
}
