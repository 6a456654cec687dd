package io.verigrad.payment.check;

import io.verigrad.chain.PaymentTransfer;
import io.verigrad.chain.Permit2Transfer;
import io.verigrad.chain.TransferWithAuthorization;
import io.verigrad.ledger.Authorization;
import io.verigrad.ledger.Payment;
import io.verigrad.value.Address;
import io.verigrad.x402.Permit2;
import java.math.BigInteger;
import java.util.Optional;

/** The call that takes what a reserved payment may cost at most. */
final class ReservedTransfer {
    private ReservedTransfer() {}

    static PaymentTransfer of(Payment payment, Address settlement) {
        Authorization signed = payment.authorization();
        return switch (signed.scheme()) {
            case EXACT_EIP3009 ->
                new TransferWithAuthorization(
                        payment.asset(),
                        payment.payer(),
                        payment.payTo(),
                        payment.cap(),
                        signed.validAfter(),
                        signed.validBefore(),
                        signed.nonce(),
                        signed.signature());
            case EXACT_PERMIT2 -> permit2(payment, Permit2.EXACT_PROXY, Optional.empty());
            // The reservation was made for a payment that names Settlement, and for no other.
            case UPTO -> permit2(payment, Permit2.UPTO_PROXY, Optional.of(settlement));
            case CHANNEL, REQUEST ->
                throw new IllegalStateException("no payment of " + signed.scheme() + " is taken by a transfer");
        };
    }

    private static Permit2Transfer permit2(Payment payment, Address proxy, Optional<Address> facilitator) {
        Authorization signed = payment.authorization();
        return new Permit2Transfer(
                proxy,
                payment.asset(),
                payment.payer(),
                payment.payTo(),
                payment.cap(),
                payment.cap(),
                new BigInteger(1, signed.nonce().toArray()),
                signed.validBefore(),
                signed.validAfter(),
                facilitator,
                signed.signature());
    }
}
