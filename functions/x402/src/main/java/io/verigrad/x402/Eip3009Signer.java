package io.verigrad.x402;

import io.verigrad.crypto.PrivateKey;
import io.verigrad.eip712.TypedDataDomain;
import io.verigrad.value.Hash32;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Optional;

/** The payer's side of scheme {@code exact}: signs an EIP-3009 authorization for terms that it accepts. */
public final class Eip3009Signer {
    private final PrivateKey key;
    private final Clock clock;

    public Eip3009Signer(PrivateKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * Signs a payment of exactly {@code terms}, good from now until {@code maxTimeoutSeconds} from now.
     *
     * @param nonce fresh for each payment; random, or bound to the request
     * @throws IllegalArgumentException if the terms are not {@code exact} by EIP-3009 or name no token domain
     */
    public PaymentPayload pay(PaymentRequirements terms, Optional<ResourceInfo> resource, Hash32 nonce) {
        boolean byEip3009 = terms.extra("assetTransferMethod")
                .orElse(ExactEip3009.TRANSFER_METHOD)
                .equals(ExactEip3009.TRANSFER_METHOD);
        TypedDataDomain token = ExactEip3009.tokenDomain(terms)
                .filter(_ -> byEip3009 && terms.scheme().equals(PaymentRequirements.EXACT))
                .orElseThrow(() -> new IllegalArgumentException("expected terms of scheme exact by EIP-3009"));
        Eip3009Authorization authorization = new Eip3009Authorization(
                key.address(),
                terms.payTo(),
                terms.amount(),
                BigInteger.ZERO,
                BigInteger.valueOf(clock.instant().getEpochSecond() + terms.maxTimeoutSeconds()),
                nonce);
        return PaymentPayload.v2(terms, resource, sign(authorization, token).toJson(), Optional.empty());
    }

    /** Signs any authorization of this payer. */
    public ExactEvmPayload sign(Eip3009Authorization authorization, TypedDataDomain token) {
        return new ExactEvmPayload(key.sign(authorization.digest(token)).bytes(), authorization);
    }
}
