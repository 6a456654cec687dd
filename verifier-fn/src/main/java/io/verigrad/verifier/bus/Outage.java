package io.verigrad.verifier.bus;

import io.verigrad.chain.rpc.ChainUnavailableException;
import io.verigrad.verifier.chain.WrongChainException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells failures of something remote, which pass, from our own, which stay. */
final class Outage {
    /** Classes of SQLSTATE that say nothing about the statement: connection, rollback, resources, operator, system. */
    private static final Set<String> PASSING = Set.of("08", "25", "40", "53", "55", "57", "58");

    private static final int MAX_DEPTH = 20;

    private Outage() {}

    static boolean isCauseOf(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            if (isOutage(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private static boolean isOutage(Throwable failure) {
        return switch (failure) {
            case ChainUnavailableException _ -> true;
            case WrongChainException _ -> true;
            case IOException _ -> true;
            case TimeoutException _ -> true;
            case io.smallrye.mutiny.TimeoutException _ -> true;
            case io.vertx.sqlclient.ClosedConnectionException _ -> true;
            case org.apache.kafka.common.errors.RetriableException _ -> true;
            case PgException refused ->
                refused.getSqlState() != null
                        && refused.getSqlState().length() == 5
                        && PASSING.contains(refused.getSqlState().substring(0, 2));
            default -> false;
        };
    }
}
