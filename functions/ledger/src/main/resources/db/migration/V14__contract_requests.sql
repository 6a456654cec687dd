-- What contracts asked for, and how far the events of the contract that keeps it were read.

create table watched_contract (
    contract     bytea primary key check (length(contract) = 20),
    block_number bigint      not null check (block_number >= 0),
    block_hash   bytea       not null check (length(block_hash) = 32),
    updated_at   timestamptz not null default now()
);

-- The terms of a request are asked of the chain whenever they matter: a reorganisation may give its number to another one.
create table contract_request (
    contract     bytea          not null check (length(contract) = 20),
    request_id   numeric(78, 0) not null check (request_id >= 0),
    model_digest bytea          not null check (length(model_digest) = 32),
    locator      bytea          not null,
    state        text           not null default 'OPEN'
        check (state in ('OPEN', 'ANSWERED', 'DELIVERED', 'GIVEN_UP')),
    reason       text,
    tries        integer        not null default 0,
    -- Nobody looks at it before then: somebody is at it, or it failed a moment ago.
    rests_until  timestamptz    not null default '-infinity',
    host         bytea check (length(host) = 20),
    signed       text,
    answer       bytea,
    -- The delivery that failed last: each one counts as one try.
    failed_transaction bytea check (length(failed_transaction) = 32),
    created_at   timestamptz    not null default now(),
    updated_at   timestamptz    not null default now(),
    primary key (contract, request_id),
    check (state <> 'ANSWERED' or (host is not null and signed is not null and answer is not null))
);

create index contract_request_pending on contract_request (contract, state, rests_until)
    where state in ('OPEN', 'ANSWERED');

alter table journal drop constraint journal_purpose_check;
alter table journal add constraint journal_purpose_check
    check (purpose in ('SETTLE', 'REGISTER', 'TRANSFER', 'CLAIM', 'DISPUTE', 'JUDGE', 'FULFIL'));
