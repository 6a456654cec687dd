package io.verigrad.x402;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.Signature;
import java.util.Optional;

/** The verdict on a payment, before the chain is asked. */
public sealed interface Verification {
    /**
     * The payer signed exactly what is required.
     *
     * @param paymentId names this payment whatever its signature looks like
     */
    record Valid(Hash32 paymentId, Eip3009Authorization authorization, Signature signature) implements Verification {
        /** Who signed, and pays. */
        public Address payer() {
            return authorization.from();
        }
    }

    /**
     * @param message says what was expected and found; for people
     * @param payer who the payment says would pay, if it could be read
     */
    record Invalid(Reason reason, String message, Optional<Address> payer) implements Verification {}
}
