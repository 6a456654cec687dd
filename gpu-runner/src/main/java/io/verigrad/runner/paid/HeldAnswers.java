package io.verigrad.runner.paid;

import io.verigrad.runner.payment.PaymentFunction;
import io.verigrad.runner.payment.PaymentStatus;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.util.Optional;

/** Waits for the settlement of payments whose answers are held back. */
public final class HeldAnswers {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final PaymentFunction payments;
    private final Duration longest;

    /**
     * @param longest how long one request waits, but for the last call of payment-fn
     */
    public HeldAnswers(PaymentFunction payments, Duration longest) {
        this.payments = payments;
        this.longest = longest;
    }

    /**
     * The transaction that settled the payment of a held answer, final on chain.
     *
     * @throws RefusedException if the payment will never be charged, or did not settle in time
     */
    Hash32 settled(CallOutcome.Held held) throws RefusedException {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                Optional<PaymentStatus> status = payments.status(held.payment().id());
                if (status.isPresent() && status.get().isGivenUp()) {
                    throw RefusedException.unpaid(
                            status.get().reasons().stream().findFirst().orElse("payment_released"),
                            "the payment was given up and is not charged; sign a new one");
                }
                Optional<Hash32> transaction = status.flatMap(found -> settledBy(found, held));
                if (transaction.isPresent()) {
                    return transaction.get();
                }
                if (System.nanoTime() - start + pause.toNanos() > longest.toNanos()) {
                    throw pending(held);
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw pending(held);
        }
    }

    /** Only the settlement of this very receipt releases its answer. */
    private static Optional<Hash32> settledBy(PaymentStatus status, CallOutcome.Held held) {
        boolean ours = status.isSettled()
                && status.receiptId().filter(held.receipt().id()::equals).isPresent();
        return ours ? status.transaction() : Optional.empty();
    }

    private static RefusedException pending(CallOutcome.Held held) {
        return RefusedException.failed(
                504,
                "settlement_pending",
                "the answer waits for its payment to settle; repeat the request with the same payment header, not with a"
                        + " new one, to get it once it has settled (receipt "
                        + held.receipt().id() + ")");
    }
}
