package io.verigrad.runner.paid;

import io.verigrad.receipt.SignedReceipt;
import io.verigrad.runner.bus.BusException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the receipts that the bus has not acknowledged yet. Where it falls behind, new calls are refused before anything
 * is paid, and the places in the queue stay with those that wait for it.
 */
public final class UnsentReceipts implements Outbox {
    private final Outbox bus;
    private final int limit;
    private final AtomicInteger unsent = new AtomicInteger();

    /**
     * @param limit how many receipts may wait for the bus before new calls are refused
     */
    public UnsentReceipts(Outbox bus, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("expected a limit of unsent receipts of at least 1, found " + limit);
        }
        this.bus = bus;
        this.limit = limit;
    }

    @Override
    public void publish(SignedReceipt receipt) throws BusException {
        unsent.incrementAndGet();
        try {
            bus.publish(receipt);
        } finally {
            unsent.decrementAndGet();
        }
    }

    @Override
    public boolean hasRoom() {
        return unsent.get() < limit;
    }
}
