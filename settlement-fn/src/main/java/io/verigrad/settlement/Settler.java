package io.verigrad.settlement;

import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.ledger.Payments;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * One round of settlement: finish what was written down, release what expired, write down what is due. A round may be cut
 * at any point, and any number of processes may run rounds side by side: what is done stands in the ledger, and each
 * step is guarded by the state that it finds there.
 */
@Singleton
class Settler {
    private static final Logger LOG = Logger.getLogger(Settler.class);
    private static final int MAX_EXPIRED = 1000;

    private final ReentrantLock round = new ReentrantLock();
    private final VerifiedChain chain;
    private final Payments payments;
    private final Reconciler reconciler;
    private final Batcher batcher;
    private final ChannelBatcher channels;
    private final RequestWatcher requests;
    private final RequestDeliveries deliveries;
    private final Clock clock;

    Settler(
            VerifiedChain chain,
            Payments payments,
            Reconciler reconciler,
            Batcher batcher,
            ChannelBatcher channels,
            RequestWatcher requests,
            RequestDeliveries deliveries,
            Clock clock) {
        this.chain = chain;
        this.payments = payments;
        this.reconciler = reconciler;
        this.batcher = batcher;
        this.channels = channels;
        this.requests = requests;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** Runs a round, after the one that is running. Blocks. */
    void settle() {
        round.lock();
        try {
            // On another chain every payment would look as if it never came.
            chain.get();
            expire();
            reconciler.reconcile();
            if (batcher.settleWhatIsDue() + channels.claimWhatIsDue() > 0) {
                // Where blocks come at once, the transaction just sent may be final already.
                reconciler.reconcile();
            }
            requests.watch();
            deliveries.deliver();
        } catch (ChainUnavailableException e) {
            LOG.warnf("The chain is of no use now, trying again at the next round: %s", e.getMessage());
        } finally {
            round.unlock();
        }
    }

    private void expire() {
        List<Hash32> expired = Waiting.on(payments.expire(clock.instant(), MAX_EXPIRED));
        expired.forEach(paymentId -> LOG.infof("Released payment %s: expired", paymentId));
    }
}
