package io.verigrad.ledger;

/** The statements of batches. */
final class BatchSql {
    private static final String WAITING = "(state = 'AFFIRMED' or (state = 'SETTLING' and batch_id is null))";

    /** Receipt ids from one parameter, with their position in it. */
    private static final String IDS = """
            (select decode(x, 'hex') as receipt_id, position
                from unnest(string_to_array(:ids, ',')) with ordinality as listed (x, position)) as item
            """;

    static final String BACKLOG = """
            select count(*) as waiting, min(affirmed_at) as oldest, min(deadline) as nearest,
                coalesce(bool_or(settlement = 'INSTANT'), false) as instant
            from payment
            where scheme <> 'CHANNEL' and %s and (claimed_until is null or claimed_until <= :now)
            """.formatted(WAITING);

    static final String CLAIM = """
            with due as (
                select payment_id from payment
                where scheme <> 'CHANNEL' and %s and valid_before > :seconds and (claimed_until is null or claimed_until <= :now)
                order by deadline limit :limit for update skip locked)
            update payment p set claimed_by = :owner, claimed_until = :until
            from due where p.payment_id = due.payment_id
            """.formatted(WAITING);

    static final String UNCLAIM = """
            update payment p set claimed_by = null, claimed_until = null from %s
            where p.receipt_id = item.receipt_id and p.claimed_by = :owner
                and (p.state = 'AFFIRMED' or (p.state = 'SETTLING' and p.batch_id is null))
            """.formatted(IDS);

    static final String CLAIMED = PaymentRow.SELECT + """
            where claimed_by = :owner and %s
            order by deadline, payment_id
            """.formatted(WAITING);

    static final String CLAIMED_RECEIPTS = """
            select signed from receipt
            where receipt_id in (select receipt_id from payment where claimed_by = :owner and %s)
            """.formatted(WAITING);

    static final String WRITE = """
            insert into batch (root, count, state, transaction_hash, appraisal)
            values (:root, :count, 'SETTLING', :hash, :appraisal)
            returning batch_id
            """;

    static final String SETTLING = """
            update payment p set state = 'SETTLING', batch_id = :batch, batch_position = item.position - 1,
                claimed_by = null, claimed_until = null, updated_at = now()
            from %s
            where p.receipt_id = item.receipt_id and p.claimed_by = :owner
                and (p.state = 'AFFIRMED' or (p.state = 'SETTLING' and p.batch_id is null))
            """.formatted(IDS);

    static final String BY_TRANSACTION =
            "select batch_id, root, state, transaction_hash from batch where transaction_hash = :hash";

    static final String RECEIPT_IDS = """
            select encode(receipt_id, 'hex') from payment where batch_id = :batch order by batch_position
            """;

    static final String ENDED = """
            update batch set state = :state, updated_at = now() where batch_id = :batch and state = 'SETTLING'
            """;

    /** What waits is held by no one, and yet by no one to be claimed before its time. */
    static final String ITEMS_ENDED = """
            with outcome as (
                select decode(x, 'hex') as receipt_id, coalesce(reason, '') as reason, final = 't' as final
                from unnest(string_to_array(:ids, ','), string_to_array(:reasons, ','), string_to_array(:finals, ','))
                    as listed (x, reason, final))
            , waiting as (
                update payment p set batch_id = null, batch_position = null, reasons = outcome.reason,
                    claimed_by = null, updated_at = now(),
                    claimed_until = cast(:now as timestamptz) + least(
                        greatest(cast(:now as timestamptz) - p.affirmed_at, make_interval(secs => :least)),
                        make_interval(secs => :most))
                from outcome
                where p.receipt_id = outcome.receipt_id and p.batch_id = :batch and p.state = 'SETTLING'
                    and not outcome.final)
            , moved as (
                update payment p set state = case outcome.reason when '' then 'SETTLED' else 'RELEASED' end,
                    reasons = outcome.reason, updated_at = now()
                from outcome
                where p.receipt_id = outcome.receipt_id and p.batch_id = :batch and p.state = 'SETTLING'
                    and outcome.final
                returning p.*)
            """ + Exposure.GIVE_BACK;

    static final String GIVEN_UP = """
            with moved as (
                update payment p set state = 'RELEASED', claimed_by = null, claimed_until = null, updated_at = now(),
                    reasons = case p.reasons when '' then :reason else p.reasons || ',' || :reason end
                from %s
                where p.receipt_id = item.receipt_id and p.claimed_by = :owner
                    and (p.state = 'AFFIRMED' or (p.state = 'SETTLING' and p.batch_id is null))
                returning p.*)
            """.formatted(IDS) + Exposure.GIVE_BACK;

    static final String ITEMS_WAIT = """
            update payment set batch_id = null, batch_position = null, updated_at = now()
            where batch_id = :batch and state = 'SETTLING'
            """;

    private BatchSql() {}
}
