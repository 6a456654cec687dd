package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Whom the payments of the ledger go to. */
@ApplicationScoped
public class Payees {
    private static final String KNOWN = """
            select exists (select 1 from payment where pay_to = :payTo and host is not null)
                or exists (select 1 from vault where address = :payTo)
            """;

    private static final String CONFLICT = """
            select case when exists (select 1 from payment where payment_id = $1) then 'RESERVED'
                        when exists (select 1 from payment where pay_to = $2 and host is not null)
                            or exists (select 1 from vault where address = $2) then 'VAULT'
                        else 'NONE' end
            """;

    private final LedgerSession ledger;
    private final LedgerSchema schema;
    private final Pool pool;

    Payees(LedgerSession ledger, LedgerSchema schema, Pool pool) {
        this.ledger = ledger;
        this.schema = schema;
        this.pool = pool;
    }

    /** Whether a payment of any state names this address as its host's vault. */
    public Uni<Boolean> isVault(Address payTo) {
        return ledger.withStatements(statements -> statements
                .rows(KNOWN, row -> row.getBoolean(0), Map.of("payTo", payTo))
                .map(List::getFirst));
    }

    /** Why money must not be moved past the ledger. */
    public enum Conflict {
        NONE,
        /** The payment is reserved for a receipt, or was. */
        RESERVED,
        /** The payee is a host's vault. */
        VAULT
    }

    /**
     * What the ledger knows against a payment to this address, of any state. Every verification asks this, so it
     * stays on its caller's event loop.
     */
    public Uni<Conflict> conflict(Hash32 paymentId, Address payTo) {
        return schema.verified()
                .chain(() -> pool.preparedQuery(CONFLICT)
                        .execute(Tuple.of(Buffer.buffer(paymentId.toArray()), Buffer.buffer(payTo.toArray()))))
                .map(rows -> Conflict.valueOf(rows.iterator().next().getString(0)));
    }
}
