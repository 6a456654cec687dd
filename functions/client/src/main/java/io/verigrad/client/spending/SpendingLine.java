package io.verigrad.client.spending;

import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;

/** One line of a day's file. */
sealed interface SpendingLine {
    /**
     * A payment is about to be sent.
     *
     * @param id of this line
     * @param amount the most that it may cost, atomic units
     */
    record Take(String id, Hash32 paymentId, Address asset, TokenAmount amount) implements SpendingLine {}

    /** What the payment of a {@link Take} cost at last. */
    record Cost(String id, TokenAmount charge) implements SpendingLine {}

    default String text() {
        return switch (this) {
            case Take(String id, Hash32 paymentId, Address asset, TokenAmount amount) ->
                "take " + id + " " + paymentId + " " + asset + " " + amount;
            case Cost(String id, TokenAmount charge) -> "cost " + id + " " + charge;
        };
    }

    /** @throws IllegalArgumentException if it is no such line */
    static SpendingLine parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length == 5 && words[0].equals("take")) {
            return new Take(words[1], Hash32.parse(words[2]), Address.parse(words[3]), TokenAmount.parse(words[4]));
        }
        if (words.length == 3 && words[0].equals("cost")) {
            return new Cost(words[1], TokenAmount.parse(words[2]));
        }
        throw new IllegalArgumentException("expected a line of spending");
    }
}
