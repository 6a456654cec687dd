package io.verigrad.explorer.model;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.ledger.Keys;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.explorer.usage.Usage;
import io.verigrad.value.Hash32;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
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

    private final LedgerQueries ledger;
    private final Usage usage;

    Models(LedgerQueries ledger, Usage usage) {
        this.ledger = ledger;
        this.usage = usage;
    }

    /** The most used first. */
    Uni<List<ModelSummary>> all() {
        return ledger.list(ALL, Tuple.tuple(), ModelSummary::of);
    }

    Uni<Optional<ModelDetail>> find(Hash32 digest) {
        return Uni.combine()
                .all()
                .unis(
                        ledger.first(ONE, Tuple.of(Keys.of(digest)), ModelSummary::of),
                        usage.earned(digest),
                        usage.earnedByDay(digest))
                .asTuple()
                .map(parts ->
                        parts.getItem1().map(model -> new ModelDetail(model, parts.getItem2(), parts.getItem3())));
    }
}
