package io.verigrad.runner.paid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.verigrad.json.Json;
import io.verigrad.receipt.Assurance;
import io.verigrad.receipt.Offer;
import io.verigrad.receipt.Scheme;
import io.verigrad.receipt.SignedOffer;
import io.verigrad.runner.enclave.Enclave;
import io.verigrad.value.ChainId;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.OfferReceipt;
import io.verigrad.x402.PaymentRequired;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Permit2;
import io.verigrad.x402.ResourceInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Prices: the offers of x402, and those that the enclave signs for receipts. */
public final class Offers {
    private static final int MAX_TIMEOUT_SECONDS = 3600;

    private final Enclave enclave;
    private final Terms terms;
    private final Clock clock;
    private final Map<Sold, SignedOffer> signed = new ConcurrentHashMap<>();

    /** A model, by the call or by what it uses. */
    private record Sold(Hash32 modelDigest, boolean byUse) {}

    public Offers(Enclave enclave, Terms terms, Clock clock) {
        this.enclave = enclave;
        this.terms = terms;
        this.clock = clock;
    }

    /** Where is paid. */
    ChainId network() {
        return terms.network();
    }

    /** The ways to pay for a product; the one that every client knows comes first. */
    List<PaymentRequirements> requirements(Product product) {
        String settlement = enclave.domain().verifyingContract().toString();
        List<PaymentRequirements> ways = new ArrayList<>();
        ways.add(requirements(product, PaymentRequirements.EXACT, Map.of()));
        ways.add(requirements(
                product, PaymentRequirements.EXACT, Map.of("assetTransferMethod", Permit2.TRANSFER_METHOD)));
        ways.add(requirements(
                product,
                PaymentRequirements.UPTO,
                Map.of(
                        "assetTransferMethod",
                        Permit2.TRANSFER_METHOD,
                        // It takes what the receipt says, and nobody else can take anything.
                        "facilitatorAddress",
                        settlement)));
        terms.channelDelay()
                .map(delay -> Json.mapper().createObjectNode().put("withdrawDelay", delay.toSeconds()))
                .ifPresent(delay -> ways.add(requirements(
                                product, PaymentRequirements.BATCH_SETTLEMENT, Map.of("receiverAuthorizer", settlement))
                        .withExtra(delay)));
        return List.copyOf(ways);
    }

    private PaymentRequirements requirements(Product product, String scheme, Map<String, String> method) {
        Map<String, String> extra = new HashMap<>(method);
        extra.put("name", terms.tokenName());
        extra.put("version", terms.tokenVersion());
        return PaymentRequirements.of(
                scheme,
                terms.network(),
                product.price().call(),
                terms.asset(),
                terms.payTo(),
                MAX_TIMEOUT_SECONDS,
                extra);
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
                OfferReceipt.offers(
                        url,
                        accepts,
                        clock.instant().plus(terms.offerLifetime()),
                        enclave.keys().receipt()));
        return PaymentRequired.of(
                        ResourceInfo.of(url, "One call of the model " + product.name(), "application/json"), accepts)
                .withExtensions(extensions);
    }

    /** The signed offer of a product to who pays so; one is used until half of its lifetime is over. */
    SignedOffer signed(Product product, Scheme scheme) {
        boolean byUse = (scheme == Scheme.UPTO || scheme == Scheme.CHANNEL)
                && product.price().isByUnits();
        Instant now = clock.instant();
        Assurance level = product.assurance(enclave.assurance());
        long useful = now.plus(terms.offerLifetime().dividedBy(2)).getEpochSecond();
        return signed.compute(
                new Sold(product.modelDigest(), byUse),
                (_, offer) -> offer != null
                                && offer.offer().expiresAt() > useful
                                && offer.offer().minAssurance() == level
                        ? offer
                        : sign(
                                product,
                                byUse,
                                level,
                                now.plus(terms.offerLifetime()).getEpochSecond()));
    }

    private SignedOffer sign(Product product, boolean byUse, Assurance level, long expiresAt) {
        Offer offer = new Offer(
                product.modelDigest(),
                terms.payTo(),
                terms.asset(),
                byUse ? TokenAmount.ZERO : product.price().call(),
                byUse ? product.price().inputUnit() : TokenAmount.ZERO,
                byUse ? product.price().outputUnit() : TokenAmount.ZERO,
                level,
                expiresAt);
        return SignedOffer.sign(offer, enclave.domain(), enclave.keys().receipt());
    }
}
