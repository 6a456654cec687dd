package io.verigrad.ledger;

/** What became of a request to move a payment to another state. */
public sealed interface Transition {
    /** The payment moved, durably and by this very call. */
    record Moved(PaymentState to) implements Transition {}

    /** Nothing to do: an earlier call with the same content did it, as a repeated event finds it. */
    record Already(PaymentState state) implements Transition {}

    /** The payment is in a state from which it may not move there, or it moved there with other content. */
    record Refused(PaymentState state) implements Transition {}

    /** There is no such payment. */
    record Unknown() implements Transition {}
}
