package io.verigrad.verifier.receipt;

import io.verigrad.attestation.receipt.ReservedPayment;
import io.verigrad.ledger.Payment;
import java.math.BigInteger;

/** The ledger's payment as the appraisal wants it. */
final class ReservedPayments {
    private static final BigInteger END_OF_TIME = BigInteger.valueOf(Long.MAX_VALUE);

    private ReservedPayments() {}

    static ReservedPayment of(Payment payment) {
        return new ReservedPayment(
                payment.authorization().scheme(),
                payment.payer(),
                payment.payTo(),
                payment.asset(),
                payment.cap(),
                seconds(payment.authorization().validAfter()),
                seconds(payment.authorization().validBefore()),
                payment.authorization().nonce(),
                payment.requestHash(),
                payment.enclaveKey(),
                payment.authorization().place());
    }

    /** Payers sign 256 bits of time; what lies beyond 63 bits is never reached all the same. */
    private static long seconds(BigInteger value) {
        return value.min(END_OF_TIME).longValueExact();
    }
}
