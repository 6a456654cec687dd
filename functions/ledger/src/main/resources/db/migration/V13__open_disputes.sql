-- Disputes that are carried on until their case is closed, whoever asked for them and whatever stops meanwhile.
create table dispute (
    receipt_id bytea primary key check (octet_length(receipt_id) = 32),
    -- What was asked, as JSON: the receipt and the recheck that contradicts it.
    call       text        not null,
    -- The contract's number of the case, where somebody else opened it.
    case_id    numeric(78, 0),
    tries      integer     not null default 0,
    next_at    timestamptz not null default now(),
    -- How it ended; none while it is carried on.
    result     text check (octet_length(result) between 1 and 200),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create index dispute_open on dispute (next_at) where result is null;
