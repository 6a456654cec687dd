package io.verigrad.runner.paid;

import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ResourceInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Prices: the offers of x402, and those that the enclave signs for receipts. */
public final class Offers {
    private static final int MAX_TIMEOUT_SECONDS = 3600;

    private final Enclave enclave;
    private final Terms terms;
    private final Clock clock;
    private final Map<Hash32, SignedOffer> signed = new ConcurrentHashMap<>();

    public Offers(Enclave enclave, Terms terms, Clock clock) {
        this.enclave = enclave;
        this.terms = terms;
        this.clock = clock;
    }

    /** The ways to pay for a product. */
    List<PaymentRequirements> requirements(Product product) {
        return List.of(PaymentRequirements.of(
                PaymentRequirements.EXACT,
                terms.network(),
                product.price(),
                terms.asset(),
                terms.payTo(),
                MAX_TIMEOUT_SECONDS,
                Map.of("name", terms.tokenName(), "version", terms.tokenVersion())));
    }

    PaymentRequired required(Product product, String url) {
        return PaymentRequired.of(
                ResourceInfo.of(url, "One call of the model " + product.name(), "application/json"),
                requirements(product));
    }

    /** The signed offer of a product; one is used until half of its lifetime is over. */
    SignedOffer signed(Product product) {
        Instant now = clock.instant();
        Assurance level = product.assurance(enclave.assurance());
        long useful = now.plus(terms.offerLifetime().dividedBy(2)).getEpochSecond();
        return signed.compute(
                product.modelDigest(),
                (_, offer) -> offer != null
                                && offer.offer().expiresAt() > useful
                                && offer.offer().minAssurance() == level
                        ? offer
                        : sign(product, level, now.plus(terms.offerLifetime()).getEpochSecond()));
    }

    private SignedOffer sign(Product product, Assurance level, long expiresAt) {
        Offer offer = new Offer(
                product.modelDigest(),
                terms.payTo(),
                terms.asset(),
                product.price(),
                TokenAmount.ZERO,
                TokenAmount.ZERO,
                level,
                expiresAt);
        return SignedOffer.sign(offer, enclave.domain(), enclave.keys().receipt());
    }
}
