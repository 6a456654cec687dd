-- Payments that ended long ago and were exported leave the tables that every call reads and writes.

-- They lie here, as they were exported. Nobody writes to them; whoever has the files may delete rows.
create table retired (
    payment_id bytea primary key check (octet_length(payment_id) = 32),
    record     json        not null,
    retired_at timestamptz not null default now()
);

-- Vaults that payments of the past went to: money is never moved to one past the ledger, whatever has left it.
create table vault (
    address bytea primary key check (octet_length(address) = 20)
);

-- A batch leaves as a whole: proofs need the receipts of all its payments.
alter table batch add column retired_at timestamptz;

create index batch_unretired on batch (updated_at) where retired_at is null and state = 'SETTLED';
create index payment_retirable on payment (updated_at)
    where exported_at is not null and state = 'RELEASED' and batch_id is null;
