package io.verigrad.settlement;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.ledger.AffirmedPayment;
import io.verigrad.ledger.Backlog;
import io.verigrad.ledger.Batches;
import io.verigrad.ledger.Claim;
import io.verigrad.tracing.PaymentSpan;
import io.verigrad.tracing.PaymentTraces;
import io.verigrad.value.Hash32;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Decides when affirmed payments go to the chain and claims them for this settler meanwhile. */
@Singleton
class Batcher {
    private final Batches batches;
    private final BatchProposal proposal;
    private final SettlementSettings settings;
    private final PaymentTraces traces;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Batcher(Batches batches, BatchProposal proposal, SettlementSettings settings, PaymentTraces traces, Clock clock) {
        this.batches = batches;
        this.proposal = proposal;
        this.settings = settings;
        this.traces = traces;
        this.clock = clock;
    }

    /**
     * Writes batches down and sends them until nothing more is due, several at the same time; the number of receipts in
     * them.
     */
    int settleWhatIsDue() throws ChainUnavailableException {
        int settled = 0;
        while (true) {
            Backlog backlog = Waiting.on(batches.backlog(clock.instant()));
            int more = isDue(backlog) ? settle(batchesOf(backlog)) : 0;
            if (more == 0) {
                return settled;
            }
            settled += more;
        }
    }

    private int batchesOf(Backlog backlog) {
        return Math.clamp(Math.ceilDiv(backlog.count(), settings.batchSize()), 1, settings.batchesAtOnce());
    }

    /**
     * Settles so many batches. Most of a batch's time is spent waiting for validators, the node and the ledger, and what
     * keeps two batches apart is the ledger's: a payment is claimed once, and the nonces of one account are handed out
     * one by one as transactions are written down.
     */
    private int settle(int count) throws ChainUnavailableException {
        List<Future<Integer>> underWay = Stream.generate(() -> threads.submit(this::settleOne))
                .limit(count)
                .toList();
        int settled = 0;
        Optional<ExecutionException> failure = Optional.empty();
        for (Future<Integer> batch : underWay) {
            try {
                settled += batch.get();
            } catch (ExecutionException e) {
                failure = Optional.of(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while batches were settled", e);
            }
        }
        if (failure.isPresent()) {
            throw unwrapped(failure.get());
        }
        return settled;
    }

    private static ChainUnavailableException unwrapped(ExecutionException failure) {
        return switch (failure.getCause()) {
            case ChainUnavailableException unavailable -> unavailable;
            case RuntimeException bug -> throw bug;
            case null, default -> throw new IllegalStateException("settling a batch failed", failure);
        };
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private boolean isDue(Backlog backlog) {
        Instant now = clock.instant();
        // Somebody waits for an answer until an instant payment has settled.
        return backlog.instant()
                || backlog.count() >= settings.batchSize()
                || passed(backlog.affirmedSince(), settings.batchAge(), now)
                || passed(backlog.nearestDeadline(), settings.deadlineMargin().negated(), now);
    }

    private int settleOne() throws ChainUnavailableException {
        Instant now = clock.instant();
        Claim claim = new Claim(UUID.randomUUID(), now, now.plus(settings.claim()));
        List<AffirmedPayment> claimed = Waiting.on(batches.claimAffirmed(claim, settings.batchSize()));
        if (claimed.isEmpty()) {
            return 0;
        }
        Set<Hash32> unused = new HashSet<>(claimed.stream().map(Batcher::id).toList());
        try {
            BatchProposal.Result result = proposal.settle(claim.owner(), claimed);
            trace(claimed, result, now);
            // What a validator refused stays claimed: it is tried again when the claim ends, not at once and for ever.
            unused.removeAll(result.settling());
            unused.removeAll(result.postponed());
            return result.settling().size();
        } finally {
            Waiting.on(batches.unclaim(claim.owner(), List.copyOf(unused)));
        }
    }

    private void trace(List<AffirmedPayment> claimed, BatchProposal.Result result, Instant begun) {
        Instant ended = clock.instant();
        for (AffirmedPayment payment : claimed) {
            if (result.settling().contains(id(payment))) {
                traces.add(PaymentSpan.of(payment.payment().paymentId(), "batch", begun, ended));
            }
        }
    }

    private static boolean passed(Optional<Instant> since, Duration wait, Instant now) {
        return since.isPresent() && !now.isBefore(since.get().plus(wait));
    }

    private static Hash32 id(AffirmedPayment payment) {
        return payment.receipt().id();
    }
}
