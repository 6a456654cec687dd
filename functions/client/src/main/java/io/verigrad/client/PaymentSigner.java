package io.verigrad.client;

import io.verigrad.client.receipt.Payment;
import io.verigrad.crypto.PrivateKey;
import io.verigrad.receipt.Scheme;
import io.verigrad.value.Hash32;
import io.verigrad.x402.Eip3009Signer;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Permit2Signer;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Optional;

/** Signs payments of one payer by every scheme whose money is taken by a signature. */
final class PaymentSigner {
    private final PrivateKey payer;
    private final Eip3009Signer eip3009;
    private final Permit2Signer permit2;

    PaymentSigner(PrivateKey payer, Clock clock) {
        this.payer = payer;
        this.eip3009 = new Eip3009Signer(payer, clock);
        this.permit2 = new Permit2Signer(payer, clock);
    }

    /**
     * A payment and what is remembered of it.
     *
     * @param payload what is sent
     */
    record Signed(Payment payment, PaymentPayload payload) {}

    /**
     * Signs what a server asks for.
     *
     * @param terms the one of its offers that is taken
     * @param nonce what the chain burns, bound to the request by {@code clientNonce}
     */
    Signed sign(PaymentRequired required, PaymentRequirements terms, Scheme scheme, Hash32 nonce, Hash32 clientNonce) {
        PaymentPayload payload = switch (scheme) {
            case EXACT_EIP3009 -> eip3009.pay(terms, Optional.empty(), nonce);
            case EXACT_PERMIT2, UPTO -> permit2.pay(terms, Optional.empty(), new BigInteger(1, nonce.toArray()));
            case CHANNEL, REQUEST -> throw new IllegalArgumentException("no single payment is signed for " + scheme);
        };
        return new Signed(
                new Payment(
                        scheme,
                        terms.network(),
                        payer.address(),
                        terms.payTo(),
                        terms.asset(),
                        terms.amount(),
                        nonce,
                        clientNonce),
                PaymentPayload.v2(terms, Optional.of(required.resource()), payload.payload(), required.extensions()));
    }
}
