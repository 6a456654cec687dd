package io.verigrad.client;

import io.verigrad.value.ChainId;
import io.verigrad.x402.ExactEip3009;
import io.verigrad.x402.PaymentRequirements;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Which of a server's offers is taken: the cheapest that the policy allows. */
sealed interface OfferChoice {
    record Taken(PaymentRequirements terms) implements OfferChoice {}

    /** None; {@code detail} says for each why not. */
    record None(String detail) implements OfferChoice {}

    static OfferChoice of(List<PaymentRequirements> offers, ChainId chain, ClientPolicy policy) {
        return offers.stream()
                .filter(terms -> objection(terms, chain, policy).isEmpty())
                .min(Comparator.comparing(PaymentRequirements::amount))
                .<OfferChoice>map(Taken::new)
                .orElseGet(() -> new None(offers.stream()
                        .map(terms -> objection(terms, chain, policy))
                        .collect(Collectors.joining("; "))));
    }

    private static String objection(PaymentRequirements terms, ChainId chain, ClientPolicy policy) {
        String method = terms.extra("assetTransferMethod").orElse(ExactEip3009.TRANSFER_METHOD);
        if (!terms.scheme().equals(PaymentRequirements.EXACT) || !method.equals(ExactEip3009.TRANSFER_METHOD)) {
            return "not scheme exact by EIP-3009";
        }
        if (!terms.network().equals(chain)) {
            return "on " + terms.network() + ", expected " + chain;
        }
        if (!policy.assets().contains(terms.asset())) {
            return "asset " + terms.asset() + " is not allowed";
        }
        if (terms.amount().isZero() || terms.amount().compareTo(policy.maxPerCall()) > 0) {
            return "costs " + terms.amount() + ", expected 1 to " + policy.maxPerCall();
        }
        if (terms.maxTimeoutSeconds() > policy.maxValidity().toSeconds()) {
            return "to be signed for " + terms.maxTimeoutSeconds() + " s, expected at most "
                    + policy.maxValidity().toSeconds();
        }
        return ExactEip3009.tokenDomain(terms).isEmpty() ? "names no EIP-712 domain of the token" : "";
    }
}
