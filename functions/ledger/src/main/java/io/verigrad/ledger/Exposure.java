package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.util.Map;

/** What each payer has reserved of each asset: the caps of all payments that are neither SETTLED nor RELEASED. */
final class Exposure {
    /**
     * Continues a statement whose {@code moved} rows are payments that stop counting: gives their caps back and reads
     * their ids in hex. Rows are locked in one order, so that two such statements never wait for each other.
     */
    static final String GIVE_BACK = """
            , total as (select payer, asset, sum(cap) as cap from moved group by payer, asset)
            , locked as (
                select e.payer, e.asset from exposure e join total t on e.payer = t.payer and e.asset = t.asset
                order by e.payer, e.asset for update of e)
            , given as (
                update exposure e set reserved = e.reserved - t.cap
                from total t join locked l on l.payer = t.payer and l.asset = t.asset
                where e.payer = t.payer and e.asset = t.asset
                returning 1)
            select encode(payment_id, 'hex') from moved
            """;

    private static final String TAKE = """
            insert into exposure (payer, asset, reserved)
            select cast(:payer as bytea), cast(:asset as bytea), cast(:cap as numeric)
            where cast(:cap as numeric) <= cast(:limit as numeric)
            on conflict (payer, asset) do update set reserved = exposure.reserved + excluded.reserved
            where exposure.reserved + excluded.reserved <= cast(:limit as numeric)
            """;

    private static final String OPEN = """
            select coalesce(sum(reserved), 0) from exposure where payer = :payer and asset = :asset
            """;

    private Exposure() {}

    /** Takes the cap of a reservation, or fails with a {@link Rollback} where a limit forbids it. */
    static Uni<Reservation> take(Statements statements, NewReservation reservation) {
        Limits limits = reservation.limits();
        return statements
                .update(
                        TAKE,
                        Map.of(
                                "payer", reservation.payer(),
                                "asset", reservation.asset(),
                                "cap", reservation.cap(),
                                "limit", limits.lower()))
                .chain(taken -> taken == 1
                        ? Uni.createFrom().item(new Reservation.Reserved())
                        : overLimit(statements, reservation)
                                .chain(outcome -> Uni.createFrom().failure(new Rollback(outcome))));
    }

    private static Uni<Reservation> overLimit(Statements statements, NewReservation reservation) {
        Limits limits = reservation.limits();
        return statements
                .rows(OPEN, BigDecimal.class, Map.of("payer", reservation.payer(), "asset", reservation.asset()))
                .map(rows -> new Reservation.OverLimit(
                        limits.availableBalance().compareTo(limits.exposureCap()) < 0
                                ? Reservation.Limit.BALANCE
                                : Reservation.Limit.EXPOSURE,
                        limits.lower(),
                        Columns.amount(rows.getFirst())));
    }
}
