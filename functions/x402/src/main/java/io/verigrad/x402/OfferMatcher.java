package io.verigrad.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds which of our offers a client accepted. From there on only our offer counts, never what the client sent, or a
 * client could choose its own price and payee.
 */
public final class OfferMatcher {
    private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (left, right) ->
            left.equals(right) || left.isNumber() && right.isNumber() && left.doubleValue() == right.doubleValue()
                    ? 0
                    : 1;

    private OfferMatcher() {}

    /**
     * The offer that {@code payment} accepts. Version 2: all members of the offer are equal, and {@code extra} holds at
     * least what ours holds. Version 1 names only scheme and network: of several offers the one that the signed amount and
     * payee fit, else the first.
     */
    public static Optional<PaymentRequirements> match(List<PaymentRequirements> offers, PaymentPayload payment) {
        Optional<PaymentRequirements> accepted = payment.accepted();
        if (accepted.isPresent()) {
            return offers.stream()
                    // An offer by EIP-3009 holds less than one by Permit2, and is not what a payer by Permit2 accepted.
                    .filter(offer -> EvmSchemes.of(offer).equals(EvmSchemes.of(accepted.get()))
                            && isAccepted(offer.toJson(), accepted.get().toJson()))
                    .findFirst();
        }
        List<PaymentRequirements> candidates = offers.stream()
                .filter(offer -> offer.scheme().equals(payment.scheme())
                        && offer.network().equals(payment.network()))
                .toList();
        return candidates.stream()
                .filter(offer -> isSigned(offer, payment.payload()))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private static boolean isSigned(PaymentRequirements offer, JsonNode payload) {
        try {
            ExactEvmPayload signed = ExactEvmPayload.parse(payload);
            return signed.amount().equals(offer.amount()) && signed.payee().equals(offer.payTo());
        } catch (PaymentFormatException notExact) {
            return false;
        }
    }

    private static boolean isAccepted(JsonNode offer, JsonNode accepted) {
        return core(offer).equals(NUMBERS_BY_VALUE, core(accepted))
                && contains(accepted.path("extra"), offer.path("extra"));
    }

    private static ObjectNode core(JsonNode terms) {
        ObjectNode core = terms.deepCopy();
        core.remove("extra");
        core.properties().removeIf(member -> member.getValue().isNull());
        return core;
    }

    private static boolean contains(JsonNode actual, JsonNode expected) {
        if (!expected.isObject()) {
            return expected.isMissingNode() || expected.isNull() || expected.equals(NUMBERS_BY_VALUE, actual);
        }
        return actual.isObject()
                && expected.properties().stream()
                        .allMatch(member -> actual.has(member.getKey())
                                && contains(actual.path(member.getKey()), member.getValue()));
    }
}
