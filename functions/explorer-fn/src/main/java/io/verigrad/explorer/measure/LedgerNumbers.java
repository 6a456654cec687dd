package io.verigrad.explorer.measure;

import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Asks the ledger how it stands. Every question is answered from an index over what is open or new, or from the daily sums: none
 * becomes slower as the ledger grows.
 */
@ApplicationScoped
class LedgerNumbers {
    private static final String NUMBERS = """
            select 'recent.payments' as name, 'state' as label, state as value, cast(count(*) as double precision) as number
            from payment where created_at > now() - interval '10 minutes' group by state
            union all
            select 'open.payments', 'state', 'RESERVED', count(*) from payment where state = 'RESERVED'
            union all
            select 'open.payments', 'state', 'AFFIRMED', count(*) from payment
            where state = 'AFFIRMED' or (state = 'SETTLING' and batch_id is null)
            union all
            select 'open.payments', 'state', 'SETTLING', count(*) from payment where state = 'SETTLING'
            union all
            select 'nearest.deadline.seconds', 'state', 'AFFIRMED', coalesce(extract(epoch from min(deadline) - now()), 0)
            from payment where state = 'AFFIRMED' or (state = 'SETTLING' and batch_id is null)
            union all
            select 'open.transactions', 'purpose', purpose, count(*) from journal
            where state in ('WRITTEN', 'BROADCAST', 'MINED') group by purpose
            union all
            select 'oldest.transaction.seconds', 'purpose', purpose, extract(epoch from now() - min(created_at)) from journal
            where state in ('WRITTEN', 'BROADCAST', 'MINED') group by purpose
            union all
            select 'batches', 'state', state, count(*) from batch group by state
            union all
            select 'owing.payers', 'asset', '0x' || encode(asset, 'hex'), count(*) from exposure where owed > 0 group by asset
            union all
            select 'owed.value', 'asset', '0x' || encode(asset, 'hex'), sum(owed) from exposure where owed > 0 group by asset
            union all
            select 'registrations', 'state', state, count(*) from journal where purpose = 'REGISTER' group by state
            union all
            select 'settled.calls', 'asset', '0x' || encode(asset, 'hex'), sum(calls) from model_usage group by asset
            union all
            select 'settled.value', 'asset', '0x' || encode(asset, 'hex'), sum(charged) from model_usage group by asset
            """;

    private final LedgerQueries ledger;

    LedgerNumbers(LedgerQueries ledger) {
        this.ledger = ledger;
    }

    Uni<List<Measurement>> all() {
        return ledger.list(NUMBERS, Tuple.tuple(), LedgerNumbers::measurement);
    }

    private static Measurement measurement(Row row) {
        return new Measurement(
                "verigrad.ledger." + row.getString("name"),
                Tags.of(row.getString("label"), row.getString("value")),
                row.getDouble("number"));
    }
}
