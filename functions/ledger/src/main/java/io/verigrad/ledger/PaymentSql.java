package io.verigrad.ledger;

/** The statements that move payments; the states that allow each stand in its {@code where}. */
final class PaymentSql {
    static final String RESERVED = """
            insert into payment (payment_id, state, request_hash, scheme, payer, asset, pay_to, host, cap, enclave_key,
                valid_after, valid_before, nonce, signature, deadline, settlement, place)
            values (:paymentId, 'RESERVED', :requestHash, :scheme, :payer, :asset, :payTo,
                nullif(:host, cast('' as bytea)), :cap, :enclaveKey, :validAfter, :validBefore, :nonce, :signature,
                :deadline, :settlement, cast(nullif(:place, '') as numeric))
            on conflict (payment_id) do nothing
            """;

    /** In the transaction that reserves it. */
    static final String INSTANT = "update payment set settlement = 'INSTANT' where payment_id = :paymentId";

    /** The place of a channel may be another call's by now, whose receipt this is not. */
    static final String SERVED = """
            with moved as (
                update payment set state = 'SERVED', receipt_id = :receiptId, charge = :charge, updated_at = now()
                where payment_id = :paymentId and state = 'RESERVED'
                    and (scheme <> 'CHANNEL' or request_hash = :requestHash)
                returning payment_id, receipt_id)
            insert into receipt (receipt_id, payment_id, signed)
            select receipt_id, payment_id, cast(:signed as text) from moved
            """;

    /** A receipt that charges more than was authorised is never affirmed, whatever a verifier says. */
    static final String AFFIRMED = """
            update payment set state = 'AFFIRMED', reasons = '', affirmed_at = now(), updated_at = now()
            where payment_id = :paymentId and state = 'SERVED' and charge <= cap
            """;

    static final String CONTRAINDICATED = """
            update payment set state = 'CONTRAINDICATED', reasons = :reasons, updated_at = now()
            where payment_id = :paymentId and state = 'SERVED'
            """;

    /** Says why a served payment waits; the next verdict takes it away. */
    static final String UNAPPRAISED = """
            update payment set reasons = :reason, updated_at = now()
            where payment_id = :paymentId and state = 'SERVED'
            """;

    static final String ALL_UNAPPRAISED = """
            select encode(payment_id, 'hex') from payment
            where state = 'SERVED' and reasons <> '' order by updated_at limit :limit
            """;

    /** The first verdict of a validator stands. */
    static final String VERDICT = """
            insert into appraisal (validator, receipt_id, status, reasons)
            select cast(:validator as bytea), receipt_id, cast(:status as text), cast(:reasons as text)
            from payment where payment_id = :paymentId and receipt_id is not null
            on conflict (validator, receipt_id) do nothing
            """;

    static final String RELEASED = """
            with moved as (
                update payment set state = 'RELEASED', updated_at = now(),
                    reasons = case reasons when '' then :reason else reasons || ',' || :reason end
                where payment_id = :paymentId and state in ('RESERVED', 'CONTRAINDICATED')
                returning payment_id, payer, asset, cap, settlement)
            """ + Exposure.GIVE_BACK;

    static final String UNSERVED_EXPIRED = """
            with due as (
                select payment_id from payment where state = 'RESERVED' and deadline <= :now
                order by deadline limit :limit for update skip locked)
            , moved as (
                update payment p set state = 'RELEASED', reasons = 'expired', updated_at = now()
                from due where p.payment_id = due.payment_id
                returning p.payment_id, p.payer, p.asset, p.cap, p.settlement)
            """ + Exposure.GIVE_BACK;

    static final String UNSETTLED_EXPIRED = """
            with due as (
                select payment_id from payment
                where (state = 'AFFIRMED' or (state = 'SETTLING' and batch_id is null))
                    and deadline <= :now and valid_before <= :seconds
                order by deadline limit :limit for update skip locked)
            , moved as (
                update payment p set state = 'RELEASED', updated_at = now(),
                    reasons = case p.reasons when '' then 'expired' else p.reasons || ',expired' end
                from due where p.payment_id = due.payment_id
                returning p.payment_id, p.payer, p.asset, p.cap, p.settlement)
            """ + Exposure.GIVE_BACK;

    private PaymentSql() {}
}
