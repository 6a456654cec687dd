package io.verigrad.runner.recheck;

import io.verigrad.receipt.SignedReceipt;
import io.verigrad.receipt.SignedRecheck;
import io.verigrad.runner.function.FunctionClient;
import io.verigrad.runner.function.FunctionException;
import io.verigrad.value.Hash32;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Takes receipts whose answers are not the model's to settlement-fn, which disputes them on chain with its own bond where it
 * is set up to. It carries on by itself what it has taken; it is asked until the case is closed for the log's sake. What it
 * has not taken when the runner stops is not taken up again; the consumer has the signed verdict and can hand it in.
 */
public final class FailedRechecks {
    private static final Logger LOG = Logger.getLogger(FailedRechecks.class);
    private static final int MOST_AT_ONCE = 64;
    /** Validators have a week; nobody is asked for so long. */
    private static final int MOST_QUESTIONS = 300;

    private final FunctionClient functions;
    private final URI settlement;
    private final Duration first;
    private final Duration longest;
    private final Set<Hash32> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param first how long to wait after the first question; each wait is twice as long as the one before
     * @param longest how long to wait at most
     */
    public FailedRechecks(FunctionClient functions, URI settlement, Duration first, Duration longest) {
        this.functions = functions;
        this.settlement = settlement;
        this.first = first;
        this.longest = longest;
    }

    /** Disputes a receipt in the background, once however often it is found wrong meanwhile. */
    void dispute(SignedReceipt receipt, SignedRecheck recheck) {
        Hash32 id = receipt.id();
        if (underWay.size() >= MOST_AT_ONCE || !underWay.add(id)) {
            return;
        }
        Thread.ofVirtual().name("dispute").start(() -> {
            try {
                ask(id, Map.of("receipt", receipt, "recheck", recheck));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                underWay.remove(id);
            }
        });
    }

    private void ask(Hash32 id, Map<String, Object> body) throws InterruptedException {
        Duration wait = first;
        for (int question = 0; question < MOST_QUESTIONS; question++) {
            String status = status(body);
            switch (status) {
                case "pending", "open" -> {}
                default -> {
                    LOG.infof("dispute of receipt %s: %s", id, status);
                    return;
                }
            }
            Thread.sleep(wait);
            wait = wait.multipliedBy(2).compareTo(longest) < 0 ? wait.multipliedBy(2) : longest;
        }
        LOG.warnf("dispute of receipt %s: not closed, and not asked for any more", id);
    }

    /** Who cannot be reached is asked again. */
    private String status(Map<String, Object> body) {
        try {
            String status =
                    functions.call(settlement, "dispute", body).path("status").asText();
            return Set.of("pending", "open", "upheld", "rejected", "lapsed").contains(status) ? status : "refused";
        } catch (FunctionException e) {
            LOG.warn(e.getMessage());
            return "pending";
        }
    }
}
