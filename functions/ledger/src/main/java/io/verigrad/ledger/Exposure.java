package io.verigrad.ledger;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;

/**
 * What each payer has reserved of each asset: the caps of all payments that are neither SETTLED nor RELEASED, and of
 * those the deferred ones apart. What a channel pays is not counted: it lies ready. A payer that owes for an answer is
 * trusted with nothing until it has paid as much.
 */
final class Exposure {
    /**
     * Continues a statement whose {@code moved} rows are payments that stop counting: gives their caps back and reads
     * their ids in hex. Rows are locked in one order, so that two such statements never wait for each other.
     */
    static final String GIVE_BACK = """
            , total as (
                select payer, asset, sum(cap) as cap,
                    coalesce(sum(cap) filter (where settlement = 'DEFERRED'), 0) as deferred
                from moved where settlement <> 'PREPAID' group by payer, asset)
            , locked as (
                select e.payer, e.asset from exposure e join total t on e.payer = t.payer and e.asset = t.asset
                order by e.payer, e.asset for update of e)
            , given as (
                update exposure e set reserved = e.reserved - t.cap, deferred = e.deferred - t.deferred
                from total t join locked l on l.payer = t.payer and l.asset = t.asset
                where e.payer = t.payer and e.asset = t.asset
                returning 1)
            select encode(payment_id, 'hex') from moved
            """;

    /** One statement reads the limit and takes from it; the row's lock lets one taker at a time see what is left. */
    private static final String TAKE_DEFERRED = """
            with trusted as (select %s as amount)
            insert into exposure (payer, asset, reserved, deferred)
            select cast(:payer as bytea), cast(:asset as bytea), cast(:cap as numeric), cast(:cap as numeric)
            from trusted
            where cast(:cap as numeric) <= least(cast(:balance as numeric), trusted.amount)
            on conflict (payer, asset) do update
                set reserved = exposure.reserved + excluded.reserved, deferred = exposure.deferred + excluded.deferred
            where exposure.owed = 0 and exposure.reserved + excluded.reserved <= cast(:balance as numeric)
                and exposure.deferred + excluded.deferred <= (select amount from trusted)
            """;

    private static final String TAKE_TRUSTED = TAKE_DEFERRED.formatted("cast(:base as numeric)");

    private static final String TAKE_EARNED = TAKE_DEFERRED.formatted("""
            greatest(cast(:base as numeric), least(cast(:max as numeric), cast(:base as numeric) + (
                select coalesce(sum(charge), 0) from payment
                where payer = cast(:payer as bytea) and asset = cast(:asset as bytea) and state = 'SETTLED'
                    and updated_at > now() - make_interval(secs => cast(:window as double precision))
            ) * cast(:percent as numeric) / 100))""");

    private static final String TAKE_INSTANT = """
            insert into exposure (payer, asset, reserved)
            select cast(:payer as bytea), cast(:asset as bytea), cast(:cap as numeric)
            where cast(:cap as numeric) <= cast(:balance as numeric)
            on conflict (payer, asset) do update set reserved = exposure.reserved + excluded.reserved
            where exposure.reserved + excluded.reserved <= cast(:balance as numeric)
            """;

    /**
     * Locks the rows of all payers of a batch, in the order in which {@link #GIVE_BACK} does: a statement that locked only
     * some of them before could wait for another that did the same, and that for it.
     */
    static final String LOCK_PAYERS = """
            select cast(1 as bigint) from exposure e
            where (e.payer, e.asset) in (
                select payer, asset from payment where batch_id = :batch and state = 'SETTLING')
            order by e.payer, e.asset for update of e
            """;

    /**
     * Before the outcomes of a batch are written, and after {@link #LOCK_PAYERS}: what was deferred and did not come, for
     * want of tokens or because the authorization was cancelled, is owed, once for each payment. It is paid when that
     * payment settles after all, or by others that are paid before their answer.
     */
    static final String SETTLE_DEBTS = """
            with outcome as (
                select decode(x, 'hex') as receipt_id, coalesce(reason, '') as reason
                from unnest(string_to_array(:ids, ','), string_to_array(:reasons, ',')) as listed (x, reason))
            , ended as (
                select p.payment_id, p.payer, p.asset, p.charge,
                    outcome.reason ~ '^(payment_failed|short_payment|authorization_used)(:|$)'
                        and p.settlement = 'DEFERRED' and not p.defaulted as fails,
                    outcome.reason = '' and (p.settlement = 'INSTANT' or p.defaulted) as pays
                from outcome join payment p on p.receipt_id = outcome.receipt_id
                where p.batch_id = :batch and p.state = 'SETTLING')
            , marked as (
                update payment p set defaulted = true from ended
                where p.payment_id = ended.payment_id and ended.fails)
            , total as (
                select payer, asset, coalesce(sum(charge) filter (where fails), 0) as fresh,
                    coalesce(sum(charge) filter (where pays), 0) as paid
                from ended where fails or pays group by payer, asset)
            update exposure e set owed = greatest(0, e.owed - t.paid) + t.fresh
            from total t
            where e.payer = t.payer and e.asset = t.asset and (t.fresh > 0 or e.owed > 0)
            """;

    private static final String OPEN = """
            select coalesce(sum(reserved), 0) from exposure where payer = :payer and asset = :asset
            """;

    private Exposure() {}

    /**
     * Takes the cap of a reservation, deferred if the payer is trusted with it, or fails with a {@link Rollback} where
     * the balance does not cover it. What the payer earned is added up only where its base does not do.
     */
    static Uni<SettlementMode> take(Statements statements, NewReservation reservation) {
        ExposureCap trusted = reservation.limits().exposureCap();
        Map<String, Object> taken = new HashMap<>(Map.of(
                "payer", reservation.payer(),
                "asset", reservation.asset(),
                "cap", reservation.cap(),
                "balance", reservation.limits().availableBalance()));
        Map<String, Object> deferred = new HashMap<>(taken);
        deferred.put("base", trusted.base());
        Map<String, Object> earned = new HashMap<>(deferred);
        earned.put("max", trusted.max());
        earned.put("window", trusted.window().toSeconds());
        earned.put("percent", trusted.percent());
        return statements
                .update(TAKE_TRUSTED, deferred)
                .chain(rows -> rows == 1 || !trusted.grows()
                        ? Uni.createFrom().item(rows)
                        : statements.update(TAKE_EARNED, earned))
                .chain(rows -> rows == 1
                        ? Uni.createFrom().item(SettlementMode.DEFERRED)
                        : statements
                                .update(TAKE_INSTANT, taken)
                                .chain(covered -> covered == 1
                                        ? Uni.createFrom().item(SettlementMode.INSTANT)
                                        : overBalance(statements, reservation)));
    }

    private static Uni<SettlementMode> overBalance(Statements statements, NewReservation reservation) {
        return statements
                .rows(
                        OPEN,
                        row -> Columns.amount(row.getBigDecimal(0)),
                        Map.of("payer", reservation.payer(), "asset", reservation.asset()))
                .chain(rows -> Uni.createFrom()
                        .failure(new Rollback(new Reservation.OverBalance(
                                reservation.limits().availableBalance(), rows.getFirst()))));
    }
}
