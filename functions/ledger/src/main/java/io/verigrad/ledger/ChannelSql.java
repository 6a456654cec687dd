package io.verigrad.ledger;

/** The statements of channels. A trigger moves a channel with the payments of its calls. */
final class ChannelSql {
    static final String FIND = """
            select channel_id, payer, payer_authorizer, receiver, receiver_authorizer, token, withdraw_delay, salt, balance,
                claimed, withdraw_requested_at, refund_nonce, seen_at, charged, signed, signature, open_payment, gap
            from channel where channel_id = :channelId
            """;

    /** Only a later look at the chain replaces an earlier one. What is claimed was charged, whatever is known of it here. */
    static final String OBSERVE = """
            insert into channel as c (channel_id, payer, payer_authorizer, receiver, receiver_authorizer, token,
                withdraw_delay, salt, balance, claimed, withdraw_requested_at, refund_nonce, seen_at, charged)
            values (:channelId, :payer, :payerAuthorizer, :receiver, :receiverAuthorizer, :token, :withdrawDelay, :salt,
                :balance, cast(:claimed as numeric), :withdrawRequestedAt, :refundNonce, :seenAt, cast(:claimed as numeric))
            on conflict (channel_id) do update
                set balance = excluded.balance, claimed = excluded.claimed, refund_nonce = excluded.refund_nonce,
                    withdraw_requested_at = excluded.withdraw_requested_at, seen_at = excluded.seen_at,
                    charged = greatest(c.charged, excluded.claimed), updated_at = now()
                where c.seen_at < excluded.seen_at
            """;

    /** The compare-and-set of a channel: of all that offer a voucher for one place, whichever instance they ask, one. */
    static final String TAKE = """
            update channel set open_payment = :paymentId, updated_at = now(),
                signature = case when signed >= cast(:signed as numeric) then signature
                    else cast(:signature as bytea) end,
                signed = greatest(signed, cast(:signed as numeric))
            where channel_id = :channelId and open_payment is null and gap is null
                and charged = cast(:place as numeric) and cast(:signed as numeric) <= balance
            """;

    /** What was given up at a place goes on under an id that no call has. */
    static final String FREE_PLACE = """
            update payment set payment_id = sha256(payment_id || uuid_send(gen_random_uuid()))
            where payment_id = :paymentId and state = 'RELEASED'
            """;

    private static final String WAITING = """
            scheme = 'CHANNEL' and (state = 'AFFIRMED' or (state = 'SETTLING' and batch_id is null))
                and (claimed_until is null or claimed_until <= :now)
            """;

    static final String BACKLOG = """
            select nonce as channel_id, count(*) as waiting, min(affirmed_at) as oldest
            from payment where %s group by nonce order by min(affirmed_at) limit :limit
            """.formatted(WAITING);

    static final String CLAIM = """
            with due as (
                select payment_id from payment where nonce = :channelId and %s
                order by place limit :limit for update skip locked)
            update payment p set claimed_by = :owner, claimed_until = :until
            from due where p.payment_id = due.payment_id
            """.formatted(WAITING);

    /** Nothing can be claimed after a receipt that was refused, so it is given up. */
    static final String GIVE_UP = """
            update payment p set state = 'RELEASED', claimed_by = null, claimed_until = null, updated_at = now(),
                reasons = 'channel_gap'
            from channel c
            where p.scheme = 'CHANNEL' and (p.state = 'AFFIRMED' or (p.state = 'SETTLING' and p.batch_id is null))
                and c.channel_id = p.nonce and c.gap < p.place
            """;

    private ChannelSql() {}
}
