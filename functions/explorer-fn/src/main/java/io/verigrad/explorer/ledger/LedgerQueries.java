package io.verigrad.explorer.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.problem.Problem;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Reads the ledger. A query that takes too long is an answer of 503, never a queue. */
@ApplicationScoped
public class LedgerQueries {
    private static final Logger LOG = Logger.getLogger(LedgerQueries.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Pool pool;
    private final Mutiny.SessionFactory sessions;

    LedgerQueries(Pool pool, Mutiny.SessionFactory sessions) {
        this.pool = pool;
        this.sessions = sessions;
    }

    /** Reads entities. Each piece of work has a session of its own, as those of one answer run side by side. */
    public <T> Uni<T> read(Function<Mutiny.Session, Uni<T>> work) {
        return patiently(
                sessions.openSession().chain(session -> work.apply(session).eventually(session::close)));
    }

    public <T> Uni<List<T>> list(String sql, Tuple parameters, Function<Row, T> read) {
        return patiently(pool.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(read)
                        .toList()));
    }

    private static <T> Uni<T> patiently(Uni<T> work) {
        return work.ifNoItem().after(PATIENCE).fail().onFailure().transform(LedgerQueries::unavailable);
    }

    public <T> Uni<Optional<T>> first(String sql, Tuple parameters, Function<Row, T> read) {
        return list(sql, parameters, read).map(found -> found.stream().findFirst());
    }

    private static Problem unavailable(Throwable cause) {
        LOG.warn("The ledger does not answer", cause);
        return Problem.unavailable("the ledger does not answer; try again in a moment");
    }
}
