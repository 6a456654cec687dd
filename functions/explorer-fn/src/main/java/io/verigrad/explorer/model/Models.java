package io.verigrad.explorer.model;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.ledger.Keys;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.explorer.usage.Day;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Models as the ledger counted them. */
@ApplicationScoped
class Models {
    private static final String SUMMARY = """
            select m.model_digest, m.offer, m.issued_at, (select cast(coalesce(sum(u.calls), 0) as bigint)
                from model_usage u where u.model_digest = m.model_digest) as calls
            from model_offer m
            """;

    private static final String ALL = SUMMARY + "order by calls desc, m.model_digest limit 200";
    private static final String ONE = SUMMARY + "where m.model_digest = $1";

    private static final String EARNED = """
            select pay_to, asset, cast(sum(calls) as bigint) as calls, sum(charged) as charged from model_usage
            where model_digest = $1 group by pay_to, asset order by charged desc, pay_to limit 100
            """;

    private static final String DAYS = """
            select day, asset, cast(sum(calls) as bigint) as calls, sum(charged) as charged from model_usage
            where model_digest = $1 and day >= $2 group by day, asset order by day desc, asset limit 1000
            """;

    private final LedgerQueries ledger;
    private final Clock clock;

    Models(LedgerQueries ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The most used first. */
    Uni<List<ModelSummary>> all() {
        return ledger.list(ALL, Tuple.tuple(), ModelSummary::of);
    }

    Uni<Optional<ModelDetail>> find(Hash32 digest) {
        Tuple key = Tuple.of(Keys.of(digest));
        return Uni.combine()
                .all()
                .unis(
                        ledger.first(ONE, key, ModelSummary::of),
                        ledger.list(EARNED, key, ModelDetail.Earned::of),
                        ledger.list(DAYS, Tuple.of(Keys.of(digest), Day.first(clock)), Day::of))
                .asTuple()
                .map(parts ->
                        parts.getItem1().map(model -> new ModelDetail(model, parts.getItem2(), parts.getItem3())));
    }
}
