package io.verigrad.client;

import io.verigrad.client.receipt.Payment;
import io.verigrad.value.Hash32;
import java.util.Optional;
import java.util.Set;

/**
 * What holds the tries of one call together: payments for one body, with one nonce, by one scheme and in one token have one
 * id, and the chain takes money for an id once. So a call can be tried again, anywhere, without a second charge.
 *
 * @param clientNonce new for each call, never used for another
 * @param before the payment that was sent first, if one was
 */
public record OneCharge(Hash32 clientNonce, Optional<Payment> before) {
    /** For a call that was never tried. */
    static OneCharge of(Hash32 clientNonce) {
        return new OneCharge(clientNonce, Optional.empty());
    }

    /** After a try that signed this payment. */
    public OneCharge after(Payment payment) {
        return before.isPresent() ? this : new OneCharge(clientNonce, Optional.of(payment));
    }

    /** Another scheme or token would make another id. */
    ClientPolicy narrowed(ClientPolicy policy) {
        return before.map(
                        payment -> policy.withSchemes(Set.of(payment.scheme())).withAssets(Set.of(payment.asset())))
                .orElse(policy);
    }
}
