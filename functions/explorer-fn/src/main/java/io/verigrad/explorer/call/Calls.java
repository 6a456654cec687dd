package io.verigrad.explorer.call;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.ledger.Keys;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.explorer.page.Page;
import io.verigrad.value.Address;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;

/** Lists of calls, newest first. */
@ApplicationScoped
public class Calls {
    private final LedgerQueries ledger;

    Calls(LedgerQueries ledger) {
        this.ledger = ledger;
    }

    /** The newest calls of all. */
    public Uni<List<CallSummary>> newest(int count) {
        return ledger.list(CallSql.ALL, place(CallCursor.START, count), CallSummary::of);
    }

    Uni<Page<CallSummary>> page(CallCursor cursor, int limit) {
        return page(CallSql.ALL, place(cursor, limit + 1), limit);
    }

    Uni<Page<CallSummary>> ofPayer(Address payer, CallCursor cursor, int limit) {
        return page(CallSql.OF_PAYER, place(cursor, limit + 1).addValue(Keys.of(payer)), limit);
    }

    Uni<Page<CallSummary>> ofEnclave(Address enclaveKey, CallCursor cursor, int limit) {
        return page(CallSql.OF_ENCLAVE, place(cursor, limit + 1).addValue(Keys.of(enclaveKey)), limit);
    }

    private Uni<Page<CallSummary>> page(String sql, Tuple parameters, int limit) {
        return ledger.list(sql, parameters, CallSummary::of).map(found -> Page.of(found, limit, CallCursor::after));
    }

    private static Tuple place(CallCursor cursor, int count) {
        return Tuple.of(cursor.createdAt().atOffset(ZoneOffset.UTC), Keys.of(cursor.paymentId()), count);
    }
}
