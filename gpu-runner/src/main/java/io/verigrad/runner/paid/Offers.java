package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.price.PriceState;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.runner.price.Quote;
import io.verigrad.runner.price.QuotedToken;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.OfferReceipt;
import io.verigrad.x402.PaymentPayload;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.ResourceInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Prices: the offers of x402, and those that the enclave signs for receipts. */
public final class Offers {
    private final Enclave enclave;
    private final Terms terms;
    private final PaymentWays ways;
    private final Clock clock;
    private final Map<Sold, SignedOffer> signed = new ConcurrentHashMap<>();

    /** A model, by the call or by what it uses, at a price in a token. */
    private record Sold(Hash32 modelDigest, boolean byUse, Address asset, Price price) {}

    /**
     * @param quoted the tokens that are offered beside the asset of {@code terms}
     */
    public Offers(Enclave enclave, Terms terms, List<QuotedToken> quoted, Clock clock) {
        this.enclave = enclave;
        this.terms = terms;
        this.ways = new PaymentWays(terms, enclave.domain().verifyingContract(), quoted);
        this.clock = clock;
    }

    /** Where is paid. */
    ChainId network() {
        return terms.network();
    }

    /** The ways to pay for a product; the one that every client knows comes first. Quotes are given by it. */
    List<PaymentRequirements> requirements(Product product) {
        return ways.of(product, token -> token.quotes().give().stream().toList());
    }

    /** The ways to pay that were offered and are good now, those at older quotes included. */
    List<PaymentRequirements> acceptable(Product product) {
        return ways.of(product, token -> token.quotes().given());
    }

    /** What to say to a payment that accepts none of the ways. */
    RefusedException unmatched(PaymentPayload payment) {
        Optional<QuotedToken> token = payment.accepted().flatMap(ways::quoted);
        Optional<PriceState.Unavailable> fault =
                token.flatMap(quoted -> quoted.quotes().fault());
        if (fault.isPresent()) {
            return RefusedException.unpaid(
                    Refusal.PRICE_UNAVAILABLE,
                    "the payment is in a token without a price now: "
                            + fault.get().message() + "; sign one of the offers below, or try again later");
        }
        return token.isPresent()
                ? RefusedException.unpaid(
                        "quote_expired",
                        "the payment is at none of the prices that are quoted now; sign one of the offers below as it stands")
                : RefusedException.unpaid(
                        "No matching payment requirements",
                        "the payment accepts none of the offers below; sign one of them as it stands");
    }

    /** How long a way to pay that was just offered is good for. */
    private Instant until(PaymentRequirements way) {
        Optional<Quote> quote = ways.quoted(way)
                .flatMap(token -> token.quotes().given().stream()
                        .filter(given -> ways.isAt(given, way))
                        .findFirst());
        return quote.map(Quote::until).orElseGet(() -> clock.instant().plus(terms.offerLifetime()));
    }

    /** What is answered to who has not paid, with x402's own signed offers. */
    PaymentRequired required(Product product, String url) {
        return required(product, url, Optional.empty());
    }

    /**
     * The same to who pays by channel.
     *
     * @param channel what the offer by channel says of the payer's
     */
    PaymentRequired required(Product product, String url, Optional<JsonNode> channel) {
        List<PaymentRequirements> accepts = requirements(product).stream()
                .map(way -> way.scheme().equals(PaymentRequirements.BATCH_SETTLEMENT) && channel.isPresent()
                        ? way.withExtra(channel.get())
                        : way)
                .toList();
        ObjectNode extensions = Json.mapper().createObjectNode();
        extensions.set(
                OfferReceipt.EXTENSION,
                OfferReceipt.offers(url, accepts, this::until, enclave.keys().receipt()));
        return PaymentRequired.of(
                        ResourceInfo.of(url, "One call of the model " + product.name(), "application/json"), accepts)
                .withExtensions(extensions);
    }

    /** The signed offer of a product to who pays in the asset; one is used until half of its lifetime is over. */
    SignedOffer signed(Product product, Scheme scheme) {
        return signed(product, scheme, terms.asset(), product.price());
    }

    /**
     * The same to who pays so.
     *
     * @param way one of ours
     */
    SignedOffer signed(Product product, Scheme scheme, PaymentRequirements way) {
        return signed(product, scheme, way.asset(), ways.price(product, way));
    }

    private SignedOffer signed(Product product, Scheme scheme, Address asset, Price price) {
        boolean byUse = (scheme == Scheme.UPTO || scheme == Scheme.CHANNEL) && price.isByUnits();
        Instant now = clock.instant();
        Assurance level = product.assurance(enclave.assurance());
        long useful = now.plus(terms.offerLifetime().dividedBy(2)).getEpochSecond();
        Sold sold = new Sold(product.modelDigest(), byUse, asset, price);
        SignedOffer known = signed.get(sold);
        if (known != null && known.offer().expiresAt() > useful && known.offer().minAssurance() == level) {
            return known;
        }
        // Offers at prices of the moment would stay for ever.
        signed.values().removeIf(offer -> offer.offer().expiresAt() <= useful);
        SignedOffer fresh = sign(sold, level, now.plus(terms.offerLifetime()).getEpochSecond());
        signed.put(sold, fresh);
        return fresh;
    }

    private SignedOffer sign(Sold sold, Assurance level, long expiresAt) {
        Offer offer = new Offer(
                sold.modelDigest(),
                terms.payTo(),
                sold.asset(),
                sold.byUse() ? TokenAmount.ZERO : sold.price().call(),
                sold.byUse() ? sold.price().inputUnit() : TokenAmount.ZERO,
                sold.byUse() ? sold.price().outputUnit() : TokenAmount.ZERO,
                level,
                expiresAt);
        return SignedOffer.sign(offer, enclave.domain(), enclave.keys().receipt());
    }
}
