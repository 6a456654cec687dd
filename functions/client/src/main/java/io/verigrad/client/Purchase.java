package io.verigrad.client;

import io.verigrad.value.Bytes;
import io.verigrad.x402.SettleResponse;
import java.util.Optional;

/** How a purchase from a server that is no runner ended. */
public sealed interface Purchase {
    /**
     * The server took the payment and answered. Nothing proves the answer.
     *
     * @param settlement the server's account of the payment, if it gave one that can be read
     */
    record Bought(int status, Bytes body, Optional<SettleResponse> settlement) implements Purchase {}

    /** The server asked for no payment. */
    record Unpaid(int status, Bytes body) implements Purchase {}

    /**
     * Nothing was bought.
     *
     * @param status the last HTTP status
     * @param detail a line for people
     */
    record Refused(int status, CallOutcome.Reason reason, String detail, Bytes body) implements Purchase {}

    /**
     * The server did not answer.
     *
     * @param paymentSent whether a payment was sent, so that money may move
     */
    record Unreachable(boolean paymentSent, String problem) implements Purchase {}
}
