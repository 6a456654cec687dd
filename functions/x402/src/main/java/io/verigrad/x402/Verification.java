package io.verigrad.x402;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import java.util.Optional;

/** The verdict on a payment, before the chain is asked. */
public sealed interface Verification {
    /**
     * The payment is for exactly what is required. Of a payer with a key it is certain that it signed; of others the
     * chain must tell.
     *
     * @param paymentId names this payment whatever its signature looks like
     * @param digest what was signed
     */
    record Valid(Hash32 paymentId, SignedPayment payment, Hash32 digest, PayerProof proof) implements Verification {
        /** Who signed, and pays. */
        public Address payer() {
            return payment.payer();
        }
    }

    /**
     * @param message says what was expected and found; for people
     * @param payer who the payment says would pay, if it could be read
     */
    record Invalid(Reason reason, String message, Optional<Address> payer) implements Verification {}
}
