package io.verigrad.explorer.payer;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.ledger.Keys;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.explorer.page.Names;
import io.verigrad.explorer.usage.Day;
import io.verigrad.explorer.usage.Total;
import io.verigrad.value.Address;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /api/payers/{payer}}: a payer of whom nothing is known spent nothing. */
@Path("/api/payers/{payer}")
class PayerResource {
    private static final String TOTALS = """
            select asset, cast(sum(calls) as bigint) as calls, sum(charged) as charged from payer_spend
            where payer = $1 group by asset order by asset limit 100
            """;

    private static final String DAYS = """
            select day, asset, calls, charged from payer_spend
            where payer = $1 and day >= $2 order by day desc, asset limit 1000
            """;

    private final LedgerQueries ledger;
    private final Clock clock;

    PayerResource(LedgerQueries ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @GET
    public Uni<Spend> one(@RestPath String payer) {
        Address address = Names.address(payer);
        return Uni.combine()
                .all()
                .unis(
                        ledger.list(TOTALS, Tuple.of(Keys.of(address)), Total::of),
                        ledger.list(DAYS, Tuple.of(Keys.of(address), Day.first(clock)), Day::of))
                .asTuple()
                .map(parts -> new Spend(address, parts.getItem1(), parts.getItem2()));
    }
}
