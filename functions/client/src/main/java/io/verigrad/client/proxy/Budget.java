package io.verigrad.client.proxy;

import io.verigrad.value.TokenAmount;

/** What the proxy may spend in all. Calls under way count with the most that they may cost. Safe for many threads. */
final class Budget {
    private final TokenAmount perCall;
    private TokenAmount left;

    Budget(TokenAmount total, TokenAmount perCall) {
        this.left = total;
        this.perCall = perCall;
    }

    /** Sets aside the most that one call may cost, if that much is left. */
    synchronized boolean take() {
        if (left.compareTo(perCall) < 0) {
            return false;
        }
        left = left.minus(perCall);
        return true;
    }

    /** Gives back what a call did not cost. */
    synchronized void settle(TokenAmount spent) {
        left = left.plus(perCall).minus(spent);
    }

    synchronized TokenAmount left() {
        return left;
    }
}
