package io.verigrad.chain.transaction;

/** What the node said to a signed transaction. Only a receipt says what became of it. */
public sealed interface BroadcastOutcome {
    /** The node took it. */
    record Accepted() implements BroadcastOutcome {}

    /** The node had this very transaction already. */
    record AlreadyKnown() implements BroadcastOutcome {}

    /** The nonce is mined: by this transaction or by another. */
    record NonceTooLow() implements BroadcastOutcome {}

    /** The node did not take it: fees too low to replace, no balance, a gas limit too high. */
    record Refused(String reason) implements BroadcastOutcome {}
}
