package io.verigrad.client.spending;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the lines of one day add up to. Not safe for use by several threads. */
final class SpentDay {
    private final Map<String, SpendingLine.Take> takes = new HashMap<>();

    void add(SpendingLine line) {
        switch (line) {
            case SpendingLine.Take take -> takes.put(take.id(), take);
            case SpendingLine.Cost(String id, TokenAmount charge) ->
                takes.computeIfPresent(
                        id,
                        (key, take) -> new SpendingLine.Take(
                                id, take.paymentId(), take.asset(), smaller(take.amount(), charge)));
        }
    }

    /** The most that one token's payments may cost: those with the same id are charged once, as the dearest at most. */
    TokenAmount most(Address asset) {
        Map<Hash32, TokenAmount> byPayment = new HashMap<>();
        takes.values().stream()
                .filter(take -> take.asset().equals(asset))
                .forEach(take -> byPayment.merge(take.paymentId(), take.amount(), SpentDay::larger));
        return sum(byPayment.values());
    }

    private static TokenAmount sum(Collection<TokenAmount> amounts) {
        return amounts.stream().reduce(TokenAmount.ZERO, TokenAmount::plus);
    }

    private static TokenAmount smaller(TokenAmount one, TokenAmount other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static TokenAmount larger(TokenAmount one, TokenAmount other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
