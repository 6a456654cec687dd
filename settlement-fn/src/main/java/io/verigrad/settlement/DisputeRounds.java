package io.verigrad.settlement;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.json.Json;
import io.verigrad.json.MalformedJsonException;
import io.verigrad.ledger.OpenDisputes;
import io.verigrad.value.Hash32;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Carries disputes on until their cases are closed, whether or not anybody asks: who asked may have stopped, and so may
 * we. Apart from the rounds of settlement, as validators that do not answer take their time.
 */
@Singleton
class DisputeRounds {
    private static final Logger LOG = Logger.getLogger(DisputeRounds.class);
    private static final int MOST = 16;

    private final ReentrantLock round = new ReentrantLock();
    private final Disputer disputer;
    private final Judging judging;
    private final OpenDisputes disputes;
    /** Of the one thread that runs a round. */
    private String lastFailure = "";

    DisputeRounds(Disputer disputer, Judging judging, OpenDisputes disputes) {
        this.disputer = disputer;
        this.judging = judging;
        this.disputes = disputes;
    }

    @Scheduled(every = "{verigrad.settlement.tick}", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        run();
    }

    /** Takes each dispute that is due one step on, unless another round is running. Blocks. */
    void run() {
        if (!round.tryLock()) {
            return;
        }
        try {
            Waiting.on(disputes.due(MOST)).forEach(this::carryOn);
            lastFailure = "";
        } catch (RuntimeException e) {
            // An outage fails every round in the same way: once is enough.
            if (!e.toString().equals(lastFailure)) {
                lastFailure = e.toString();
                LOG.warnf("Disputes are not carried on now, trying again at each round: %s", lastFailure);
            }
        } finally {
            round.unlock();
        }
    }

    private void carryOn(String kept) {
        DisputeCall call;
        try {
            call = Json.read(kept.getBytes(StandardCharsets.UTF_8), DisputeCall.class);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the ledger keeps what is no dispute", e);
        }
        Hash32 receipt = call.receipt().id();
        try {
            DisputeAnswer answer = disputer.dispute(call);
            if (isOver(answer)) {
                String result =
                        answer.reason().orElseGet(() -> answer.status().name().toLowerCase(Locale.ROOT));
                Waiting.on(disputes.closed(receipt, result));
                LOG.infof("Dispute of receipt %s: %s", receipt, result);
            }
        } catch (ChainUnavailableException e) {
            LOG.warnf("Dispute of receipt %s: %s", receipt, e.getMessage());
        }
    }

    /** A reorganisation can take a verdict back as long as its transaction is not final. */
    private boolean isOver(DisputeAnswer answer) {
        return switch (answer.status()) {
            case PENDING, OPEN -> false;
            case REFUSED -> true;
            case UPHELD, REJECTED, LAPSED -> {
                Optional<BigInteger> id = answer.caseId().map(BigInteger::new);
                yield id.map(judging::isFinal).orElse(true);
            }
        };
    }
}
