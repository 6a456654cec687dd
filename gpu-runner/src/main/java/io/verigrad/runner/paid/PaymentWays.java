package io.verigrad.runner.paid;

import io.verigrad.json.Json;
import io.verigrad.runner.price.Quote;
import io.verigrad.runner.price.QuotedToken;
import io.verigrad.value.Address;
import io.verigrad.value.TokenAmount;
import io.verigrad.x402.PaymentRequirements;
import io.verigrad.x402.Permit2;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How a product can be paid for: tokens, schemes, amounts. */
final class PaymentWays {
    private static final int MAX_TIMEOUT_SECONDS = 3600;
    /** The member of {@code extra} with the price that an amount was made from. */
    private static final String PRICE = "price";

    private final Terms terms;
    private final Address settlement;
    private final List<QuotedToken> quoted;

    PaymentWays(Terms terms, Address settlement, List<QuotedToken> quoted) {
        this.terms = terms;
        this.settlement = settlement;
        this.quoted = List.copyOf(quoted);
    }

    /** All ways in the asset, then those in other tokens at each of their {@code quotes}. */
    List<PaymentRequirements> of(Product product, Function<QuotedToken, List<Quote>> quotes) {
        List<PaymentRequirements> ways = new ArrayList<>(
                transfers(terms.asset(), product.price().call(), name(terms.tokenName(), terms.tokenVersion())));
        terms.channelDelay()
                .map(delay -> Json.mapper().createObjectNode().put("withdrawDelay", delay.toSeconds()))
                .ifPresent(delay -> ways.add(way(
                                PaymentRequirements.BATCH_SETTLEMENT,
                                terms.asset(),
                                product.price().call(),
                                with(
                                        name(terms.tokenName(), terms.tokenVersion()),
                                        Map.of("receiverAuthorizer", settlement.toString())))
                        .withExtra(delay)));
        for (QuotedToken token : quoted) {
            for (Quote quote : quotes.apply(token)) {
                Map<String, String> extra = with(
                        name(token.name(), token.version()),
                        Map.of("pair", token.pair(), PRICE, quote.price().toString()));
                product.price()
                        .in(token.conversion(), quote.price())
                        .ifPresent(price -> ways.addAll(transfers(token.address(), price.call(), extra)));
            }
        }
        return List.copyOf(ways);
    }

    /** The token of a way to pay, if it is one whose price moves. */
    Optional<QuotedToken> quoted(PaymentRequirements way) {
        return quoted.stream()
                .filter(token -> token.address().equals(way.asset()))
                .findFirst();
    }

    /** Whether a way to pay is at that quote. */
    boolean isAt(Quote quote, PaymentRequirements way) {
        return way.extra(PRICE).filter(quote.price().toString()::equals).isPresent();
    }

    /**
     * What a product costs who pays so.
     *
     * @param way one of ours, never what a client sent
     */
    Price price(Product product, PaymentRequirements way) {
        Optional<QuotedToken> token = quoted(way);
        if (token.isEmpty()) {
            return product.price();
        }
        return way.extra(PRICE)
                .map(TokenAmount::parse)
                .flatMap(price -> product.price().in(token.get().conversion(), price))
                .orElseThrow(() -> new IllegalStateException("our own way to pay has no price"));
    }

    private List<PaymentRequirements> transfers(Address asset, TokenAmount amount, Map<String, String> extra) {
        Map<String, String> permit2 = with(extra, Map.of("assetTransferMethod", Permit2.TRANSFER_METHOD));
        // Settlement takes what the receipt says, and nobody else can take anything.
        Map<String, String> upto = with(permit2, Map.of("facilitatorAddress", settlement.toString()));
        return List.of(
                way(PaymentRequirements.EXACT, asset, amount, extra),
                way(PaymentRequirements.EXACT, asset, amount, permit2),
                way(PaymentRequirements.UPTO, asset, amount, upto));
    }

    private PaymentRequirements way(String scheme, Address asset, TokenAmount amount, Map<String, String> extra) {
        return PaymentRequirements.of(
                scheme, terms.network(), amount, asset, terms.payTo(), MAX_TIMEOUT_SECONDS, extra);
    }

    private static Map<String, String> name(String name, String version) {
        return Map.of("name", name, "version", version);
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }
}
