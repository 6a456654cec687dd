package io.verigrad.chain.rpc;

import io.verigrad.value.Bytes;

/** What {@code eth_call} answered. */
public sealed interface CallResult {
    /** The contract returned. A call of an address without code returns nothing. */
    record Returned(Bytes data) implements CallResult {}

    /**
     * The contract reverted.
     *
     * @param reason a text for people, see {@link RevertReason}
     * @param data the revert data, empty if the node gave none
     */
    record Reverted(String reason, Bytes data) implements CallResult {}
}
