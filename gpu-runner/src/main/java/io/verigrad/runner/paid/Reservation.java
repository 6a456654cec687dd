package io.verigrad.runner.paid;

import io.verigrad.runner.payment.PaymentFunction;
import io.verigrad.runner.payment.ReleaseOutcome;
import io.verigrad.value.Hash32;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** A reserved payment. Unless it was kept, closing it releases it: no receipt on the bus, no charge. */
final class Reservation implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Reservation.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);
    private static final int RETRIES = 30;

    private final PaymentFunction payments;
    private final Hash32 paymentId;
    private final Hash32 requestHash;
    private final Set<Hash32> unanswered;
    private final Executor background;
    private String reason = "runner_failed";
    private boolean settled;

    /**
     * @param unanswered the payments whose release got no answer yet, and may still happen
     * @param background where such a release is tried again
     */
    Reservation(
            PaymentFunction payments,
            Hash32 paymentId,
            Hash32 requestHash,
            Set<Hash32> unanswered,
            Executor background) {
        this.payments = payments;
        this.paymentId = paymentId;
        this.requestHash = requestHash;
        this.unanswered = unanswered;
        this.background = background;
    }

    /** Names why the payment will be released, should it come to that. */
    Reservation because(String code) {
        reason = code;
        return this;
    }

    /** The call was served. */
    void keep() {
        settled = true;
    }

    /** Releases the payment once: a release that comes later could undo what the receipt has earned by then. */
    ReleaseOutcome tryRelease() {
        settled = true;
        return payments.release(paymentId, requestHash, reason);
    }

    /** Releases the payment now, or in the background where nobody answers. */
    ReleaseOutcome release() {
        ReleaseOutcome outcome = tryRelease();
        if (outcome == ReleaseOutcome.UNKNOWN) {
            unanswered.add(paymentId);
            background.execute(this::releaseAgain);
        }
        return outcome;
    }

    @Override
    public void close() {
        if (!settled) {
            release();
        }
    }

    private void releaseAgain() {
        try {
            for (int i = 0; i < RETRIES; i++) {
                Thread.sleep(RETRY_PAUSE);
                if (payments.release(paymentId, requestHash, reason) != ReleaseOutcome.UNKNOWN) {
                    return;
                }
            }
            LOG.errorf("payment %s was not released (%s); it is when its deadline has passed", paymentId, reason);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            unanswered.remove(paymentId);
        }
    }
}
