package io.verigrad.explorer.usage;

import io.smallrye.mutiny.Uni;
import io.verigrad.explorer.ledger.LedgerQueries;
import io.verigrad.value.Address;
import io.verigrad.value.Hash32;
import io.verigrad.value.TokenAmount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** Reads what was settled by payer and by model: the newest days, and sums over all of them. */
@ApplicationScoped
public class Usage {
    private static final int MAX_SUMS = 100;
    private static final int MAX_DAYS = 1000;

    private static final String SPENT = """
            select s.asset as asset, sum(s.calls) as calls, sum(s.charged) as charged from PayerSpend s
            where s.payer = :payer group by s.asset order by s.asset
            """;

    private static final String SPENT_BY_DAY =
            "from PayerSpend s where s.payer = :payer and s.day >= :first order by s.day desc, s.asset";

    private static final String EARNED = """
            select u.payTo as payTo, u.asset as asset, sum(u.calls) as calls, sum(u.charged) as charged
            from ModelUsage u where u.model = :model group by u.payTo, u.asset order by sum(u.charged) desc, u.payTo
            """;

    private static final String EARNED_BY_DAY = """
            select u.day as day, u.asset as asset, sum(u.calls) as calls, sum(u.charged) as charged
            from ModelUsage u where u.model = :model and u.day >= :first
            group by u.day, u.asset order by u.day desc, u.asset
            """;

    private final LedgerQueries ledger;
    private final Clock clock;

    Usage(LedgerQueries ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    public Uni<List<Total>> spent(Address payer) {
        return ledger.read(session -> session.createQuery(SPENT, Tuple.class)
                .setParameter("payer", payer.toArray())
                .setMaxResults(MAX_SUMS)
                .getResultList()
                .map(found -> found.stream()
                        .map(row -> new Total(asset(row), calls(row), charged(row)))
                        .toList()));
    }

    public Uni<List<Day>> spentByDay(Address payer) {
        return ledger.read(session -> session.createQuery(SPENT_BY_DAY, PayerSpend.class)
                .setParameter("payer", payer.toArray())
                .setParameter("first", Day.first(clock))
                .setMaxResults(MAX_DAYS)
                .getResultList()
                .map(found -> found.stream().map(PayerSpend::toDay).toList()));
    }

    /** The most earned first. */
    public Uni<List<Earned>> earned(Hash32 model) {
        return ledger.read(session -> session.createQuery(EARNED, Tuple.class)
                .setParameter("model", model.toArray())
                .setMaxResults(MAX_SUMS)
                .getResultList()
                .map(found -> found.stream()
                        .map(row -> new Earned(
                                Address.of(row.get("payTo", byte[].class)), asset(row), calls(row), charged(row)))
                        .toList()));
    }

    public Uni<List<Day>> earnedByDay(Hash32 model) {
        return ledger.read(session -> session.createQuery(EARNED_BY_DAY, Tuple.class)
                .setParameter("model", model.toArray())
                .setParameter("first", Day.first(clock))
                .setMaxResults(MAX_DAYS)
                .getResultList()
                .map(found -> found.stream()
                        .map(row -> new Day(row.get("day", LocalDate.class), asset(row), calls(row), charged(row)))
                        .toList()));
    }

    private static Address asset(Tuple row) {
        return Address.of(row.get("asset", byte[].class));
    }

    private static long calls(Tuple row) {
        return row.get("calls", Long.class);
    }

    private static TokenAmount charged(Tuple row) {
        return new TokenAmount(row.get("charged", BigDecimal.class).toBigIntegerExact());
    }
}
