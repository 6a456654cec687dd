package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import io.verigrad.value.Address;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Whom the payments of the ledger go to. */
@ApplicationScoped
public class Payees {
    private static final String KNOWN = """
            select exists (select 1 from payment where pay_to = :payTo and host is not null)
            """;

    private final LedgerSession ledger;

    Payees(LedgerSession ledger) {
        this.ledger = ledger;
    }

    /** Whether a payment of any state names this address as its host's vault. */
    public Uni<Boolean> isVault(Address payTo) {
        return ledger.withStatements(statements ->
                statements.rows(KNOWN, Boolean.class, Map.of("payTo", payTo)).map(rows -> rows.getFirst()));
    }
}
