-- Payment channels: what the chain says of them, what their calls charged, and the payer's last word. A call is paid at a
-- place, which is what all calls before it charged, and the place is the id of its payment: so a channel has one call under
-- way at a time, and its place is free again where it was not charged.

alter table payment drop constraint payment_settlement_check;
alter table payment add constraint payment_settlement_check
    check (settlement in ('DEFERRED', 'INSTANT', 'PREPAID'));

-- Of a payment by channel its nonce is the channel's id.
alter table payment add column place numeric(39) check (place >= 0);
alter table payment add constraint payment_channel_place check (scheme <> 'CHANNEL' or place is not null) not valid;

create index payment_of_channel on payment (nonce, place)
    where scheme = 'CHANNEL' and (state = 'AFFIRMED' or (state = 'SETTLING' and batch_id is null));

-- A place that was given up is taken by another call; the one before keeps its row and its receipt under another id.
alter table receipt drop constraint receipt_payment_id_fkey;
alter table receipt add constraint receipt_payment_id_fkey
    foreign key (payment_id) references payment on update cascade;

alter table journal drop constraint journal_purpose_check;
alter table journal add constraint journal_purpose_check
    check (purpose in ('SETTLE', 'REGISTER', 'TRANSFER', 'CLAIM'));

create table channel (
    channel_id            bytea primary key check (octet_length(channel_id) = 32),
    payer                 bytea       not null check (octet_length(payer) = 20),
    payer_authorizer      bytea       not null check (octet_length(payer_authorizer) = 20),
    receiver              bytea       not null check (octet_length(receiver) = 20),
    receiver_authorizer   bytea       not null check (octet_length(receiver_authorizer) = 20),
    token                 bytea       not null check (octet_length(token) = 20),
    withdraw_delay        bigint      not null check (withdraw_delay >= 0),
    salt                  bytea       not null check (octet_length(salt) = 32),
    -- As the chain said at seen_at.
    balance               numeric(39) not null check (balance >= 0),
    claimed               numeric(39) not null check (claimed >= 0),
    withdraw_requested_at bigint      not null check (withdraw_requested_at >= 0),
    refund_nonce          numeric(78) not null check (refund_nonce >= 0),
    seen_at               timestamptz not null,
    -- What served calls charged in all, and the highest amount that the payer signed for it.
    charged               numeric(39) not null check (charged >= 0),
    signed                numeric(39) check (signed >= 0),
    signature             bytea,
    open_payment          bytea check (octet_length(open_payment) = 32),
    -- The first place whose receipt was refused: nothing after it can be claimed.
    gap                   numeric(39),
    created_at            timestamptz not null default now(),
    updated_at            timestamptz not null default now(),
    check ((signed is null) = (signature is null)),
    check (open_payment is null or signed >= charged)
) with (fillfactor = 50);

create function channel_moved() returns trigger language plpgsql as $$
begin
    if old.state = 'RESERVED' then
        update channel set open_payment = null, updated_at = now(),
            charged = charged + case new.state when 'SERVED' then least(new.charge, new.cap) else 0 end
        where channel_id = new.nonce and open_payment = new.payment_id;
    elsif new.state in ('CONTRAINDICATED', 'RELEASED') and new.charge > 0 then
        update channel set gap = least(gap, new.place), updated_at = now() where channel_id = new.nonce;
    end if;
    return null;
end
$$;

-- Whatever moves a payment moves its channel, in the same transaction.
create trigger payment_of_channel after update of state on payment
    for each row when (new.scheme = 'CHANNEL' and old.state <> new.state) execute function channel_moved();

drop view payment_status;
create view payment_status as
select p.*, j.hash as transaction_hash
from payment p
    left join batch b on b.batch_id = p.batch_id
    left join journal j on j.hash = b.transaction_hash and j.state <> 'WRITTEN';
