package io.verigrad.serving;

import io.smallrye.mutiny.Uni;
import io.verigrad.chain.VerifiedChain;
import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.ledger.LedgerOutage;
import io.verigrad.ledger.LedgerSchema;
import io.verigrad.ledger.SchemaMismatchException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What no configuration file can prove: the node is on the configured chain, our contracts are there, and the ledger has
 * the schema of this program. Asked before the first work and not at start, so that a platform can start a process
 * whatever is down; what was found good is not asked again.
 */
@ApplicationScoped
class RemoteFacts {
    private static final Logger LOG = Logger.getLogger(RemoteFacts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VerifiedChain chain;
    private final LedgerSchema schema;
    private final Vertx vertx;
    /** Many callers share one look, so that a node that hangs holds one thread. */
    private final AtomicReference<@Nullable Future<Map<String, String>>> looking = new AtomicReference<>();

    private volatile boolean good;

    RemoteFacts(VerifiedChain chain, LedgerSchema schema, Vertx vertx) {
        this.chain = chain;
        this.schema = schema;
        this.vertx = vertx;
    }

    /** Whether all of it was found good. */
    boolean areGood() {
        return good;
    }

    /** Looks on another thread. The problem of each part that is not good; empty if all are. */
    Future<Map<String, String>> look() {
        Future<Map<String, String>> others = looking.get();
        if (others != null) {
            return others;
        }
        Future<Map<String, String>> mine =
                vertx.executeBlocking(this::problems, false).map(Objects::requireNonNull);
        looking.set(mine);
        mine.onComplete(_ -> looking.compareAndSet(mine, null));
        return mine;
    }

    /** Looks now. Blocks. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        // Both at once: the first caller waits for the slower of the two.
        Uni<Void> ledger = schema.verified().memoize().indefinitely();
        ledger.subscribe().with(_ -> {}, _ -> {});
        try {
            chain.get();
        } catch (ChainUnavailableException e) {
            problems.put("chain", String.valueOf(e.getMessage()));
        }
        try {
            ledger.await().atMost(PATIENCE);
        } catch (SchemaMismatchException e) {
            problems.put("ledger", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Strangers read the answer: where the database is, is none of their business.
            LOG.warnf("The ledger's schema could not be read: %s", e);
            problems.put("ledger", LedgerOutage.isCauseOf(e) ? "does not answer" : "its schema could not be read");
        }
        good = problems.isEmpty();
        return problems;
    }
}
