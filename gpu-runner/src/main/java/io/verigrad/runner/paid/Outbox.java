package io.verigrad.runner.paid;

import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.bus.BusException;

/** Where receipts go before their answers. */
@FunctionalInterface
public interface Outbox {
    /** Returns when a crash of this process can no longer lose the receipt. */
    void publish(SignedReceipt receipt) throws BusException;

    /** Whether another call may be taken whose receipt will have to go out. */
    default boolean hasRoom() {
        return true;
    }
}
