-- What was settled, day by day: per model and payee, and per payer. Kept so that nobody counts all payments to know it.
-- Days are of UTC; amounts are atomic units.

create table model_usage (
    model_digest bytea       not null check (octet_length(model_digest) = 32),
    pay_to       bytea       not null check (octet_length(pay_to) = 20),
    asset        bytea       not null check (octet_length(asset) = 20),
    day          date        not null,
    calls        bigint      not null check (calls > 0),
    charged      numeric(60) not null check (charged >= 0),
    primary key (model_digest, pay_to, asset, day)
) with (fillfactor = 50);

-- The terms of each model, as the latest settled receipt names them.
create table model_offer (
    model_digest bytea primary key check (octet_length(model_digest) = 32),
    offer        text        not null,
    issued_at    timestamptz not null
) with (fillfactor = 50);

create table payer_spend (
    payer   bytea       not null check (octet_length(payer) = 20),
    asset   bytea       not null check (octet_length(asset) = 20),
    day     date        not null,
    calls   bigint      not null check (calls > 0),
    charged numeric(60) not null check (charged >= 0),
    primary key (payer, asset, day)
) with (fillfactor = 50);

create function count_settled(settled_batch bigint) returns void language sql as $$
    -- In the order of the keys, so that batches that end at the same time wait for each other and do not deadlock.
    insert into model_usage as u (model_digest, pay_to, asset, day, calls, charged)
    select decode(substr(cast(r.signed as jsonb) #>> '{receipt,modelDigest}', 3), 'hex') as model, p.pay_to, p.asset,
        cast(p.updated_at at time zone 'UTC' as date) as day, count(*), sum(p.charge)
    from payment p join receipt r on r.payment_id = p.payment_id
    where p.batch_id = settled_batch and p.state = 'SETTLED'
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (model_digest, pay_to, asset, day)
        do update set calls = u.calls + excluded.calls, charged = u.charged + excluded.charged;

    insert into model_offer as m (model_digest, offer, issued_at)
    select distinct on (1) decode(substr(cast(r.signed as jsonb) #>> '{receipt,modelDigest}', 3), 'hex') as model,
        cast(r.signed as jsonb) #>> '{offer,offer}', r.created_at
    from payment p join receipt r on r.payment_id = p.payment_id
    where p.batch_id = settled_batch and p.state = 'SETTLED'
    order by 1, r.created_at desc
    on conflict (model_digest) do update set offer = excluded.offer, issued_at = excluded.issued_at
        where excluded.issued_at > m.issued_at;

    insert into payer_spend as s (payer, asset, day, calls, charged)
    select p.payer, p.asset, cast(p.updated_at at time zone 'UTC' as date) as day, count(*), sum(p.charge)
    from payment p
    where p.batch_id = settled_batch and p.state = 'SETTLED'
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (payer, asset, day)
        do update set calls = s.calls + excluded.calls, charged = s.charged + excluded.charged;
$$;

create function batch_settled() returns trigger language plpgsql as $$
begin
    perform count_settled(new.batch_id);
    return null;
end
$$;

-- A batch is settled once; its payments moved in the same transaction, whose end this waits for.
create constraint trigger batch_settled after update of state on batch deferrable initially deferred
    for each row when (new.state = 'SETTLED' and old.state <> 'SETTLED') execute function batch_settled();

select count_settled(batch_id) from batch where state = 'SETTLED';
