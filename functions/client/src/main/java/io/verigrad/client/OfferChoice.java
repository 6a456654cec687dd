package io.verigrad.client;

import io.verigrad.receipt.Scheme;
import io.verigrad.value.Address;
import io.verigrad.value.ChainId;
import io.verigrad.x402.EvmSchemes;
import io.verigrad.x402.ExactEip3009;
import io.verigrad.x402.PaymentRequirements;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which of a server's offers is taken: the cheapest that the policy allows. */
sealed interface OfferChoice {
    record Taken(PaymentRequirements terms, Scheme scheme) implements OfferChoice {}

    /** None; {@code detail} says for each why not. */
    record None(String detail) implements OfferChoice {}

    /**
     * Chooses.
     *
     * @param facilitator the only account that what is used may be signed for
     */
    static OfferChoice of(
            List<PaymentRequirements> offers, ChainId chain, Optional<Address> facilitator, ClientPolicy policy) {
        return offers.stream()
                .filter(terms -> objection(terms, chain, facilitator, policy).isEmpty())
                .min(Comparator.comparing(PaymentRequirements::amount))
                .<OfferChoice>map(terms -> new Taken(terms, EvmSchemes.of(terms).orElseThrow()))
                .orElseGet(() -> new None(offers.stream()
                        .map(terms -> objection(terms, chain, facilitator, policy))
                        .collect(Collectors.joining("; "))));
    }

    private static String objection(
            PaymentRequirements terms, ChainId chain, Optional<Address> facilitator, ClientPolicy policy) {
        Optional<Scheme> scheme = EvmSchemes.of(terms).filter(policy.schemes()::contains);
        if (scheme.isEmpty()) {
            return "by none of " + policy.schemes();
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
        return switch (scheme.get()) {
            case EXACT_EIP3009 ->
                ExactEip3009.tokenDomain(terms).isEmpty() ? "names no EIP-712 domain of the token" : "";
            case UPTO -> objectionToFacilitator(terms, facilitator);
            case EXACT_PERMIT2, CHANNEL, REQUEST -> "";
        };
    }

    /** Only Settlement is bound to charge what a receipt says; any other account could charge all that was signed. */
    private static String objectionToFacilitator(PaymentRequirements terms, Optional<Address> facilitator) {
        String expected = facilitator.map(Address::toString).orElse("");
        return terms.extra("facilitatorAddress")
                        .filter(expected::equalsIgnoreCase)
                        .isPresent()
                ? ""
                : "names another facilitator than the Settlement contract " + expected;
    }
}
