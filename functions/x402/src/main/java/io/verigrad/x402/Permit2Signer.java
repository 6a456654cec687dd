package io.verigrad.x402;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Optional;

/** The payer's side of the schemes {@code exact} and {@code upto} by Permit2. */
public final class Permit2Signer {
    private final PrivateKey key;
    private final Clock clock;

    public Permit2Signer(PrivateKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * Signs a payment of at most the amount of {@code terms}, for {@code exact} of just that.
     *
     * @param nonce fresh for each payment; random, or bound to the request
     * @throws IllegalArgumentException if the terms are not paid by Permit2, or {@code upto} names no facilitator
     */
    public PaymentPayload pay(PaymentRequirements terms, Optional<ResourceInfo> resource, BigInteger nonce) {
        boolean upto = terms.scheme().equals(PaymentRequirements.UPTO);
        Optional<Address> facilitator = terms.extra("facilitatorAddress").map(Address::parse);
        boolean byPermit2 = upto
                ? facilitator.isPresent()
                : terms.extra("assetTransferMethod")
                        .filter(Permit2.TRANSFER_METHOD::equals)
                        .isPresent();
        if (!byPermit2) {
            throw new IllegalArgumentException("expected terms by Permit2, for upto with a facilitatorAddress");
        }
        Permit2Authorization authorization = new Permit2Authorization(
                key.address(),
                terms.asset(),
                terms.amount(),
                upto ? Permit2.UPTO_PROXY : Permit2.EXACT_PROXY,
                nonce,
                BigInteger.valueOf(clock.instant().getEpochSecond() + terms.maxTimeoutSeconds()),
                new Permit2Authorization.Witness(
                        terms.payTo(), upto ? facilitator : Optional.empty(), BigInteger.ZERO));
        return PaymentPayload.v2(
                terms, resource, sign(authorization, terms.network()).toJson(), Optional.empty());
    }

    /** Signs any authorization of this payer. */
    public Permit2Payload sign(Permit2Authorization authorization, ChainId chain) {
        return new Permit2Payload(key.sign(authorization.digest(chain)).bytes(), authorization);
    }
}
