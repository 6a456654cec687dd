-- The ledger: what every payment is, which receipt it pays for, and which transaction settles it.
-- Identifiers are the bytes of the chain; amounts are atomic units.

create table batch (
    batch_id         bigint generated always as identity primary key,
    root             bytea       not null check (octet_length(root) = 32),
    count            integer     not null check (count > 0),
    state            text        not null check (state in ('SETTLING', 'SETTLED', 'FAILED')),
    transaction_hash bytea       not null unique check (octet_length(transaction_hash) = 32),
    appraisal        text        not null,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now()
);

create index batch_root on batch (root);

create table payment (
    payment_id     bytea primary key check (octet_length(payment_id) = 32),
    state          text        not null check (state in ('RESERVED', 'SERVED', 'AFFIRMED', 'CONTRAINDICATED',
                                                         'SETTLING', 'SETTLED', 'RELEASED')),
    request_hash   bytea       not null check (octet_length(request_hash) = 32),
    scheme         text        not null,
    payer          bytea       not null check (octet_length(payer) = 20),
    asset          bytea       not null check (octet_length(asset) = 20),
    pay_to         bytea       not null check (octet_length(pay_to) = 20),
    host           bytea check (octet_length(host) = 20),
    cap            numeric(39) not null check (cap >= 0),
    charge         numeric(39) check (charge >= 0),
    enclave_key    bytea       not null check (octet_length(enclave_key) = 20),
    valid_after    numeric(78) not null,
    valid_before   numeric(78) not null,
    nonce          bytea       not null check (octet_length(nonce) = 32),
    signature      bytea       not null,
    deadline       timestamptz not null,
    receipt_id     bytea unique check (octet_length(receipt_id) = 32),
    batch_id       bigint references batch,
    batch_position integer,
    reasons        text        not null default '',
    claimed_by     uuid,
    claimed_until  timestamptz,
    affirmed_at    timestamptz,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    -- What is on its way to the chain has a receipt, and no receipt is worth more than was authorised.
    check (state not in ('AFFIRMED', 'SETTLING', 'SETTLED') or (receipt_id is not null and charge <= cap))
) with (fillfactor = 85);

-- Each index holds only the rows that wait for something, so it stays small whatever the table grows to.
create index payment_unserved on payment (deadline) where state = 'RESERVED';
create index payment_unsettled on payment (deadline) where state = 'AFFIRMED' or (state = 'SETTLING' and batch_id is null);
create index payment_settling on payment (batch_id) where state = 'SETTLING';

create table receipt (
    receipt_id bytea primary key check (octet_length(receipt_id) = 32),
    payment_id bytea       not null unique references payment,
    signed     text        not null,
    created_at timestamptz not null default now()
);

create table appraisal (
    validator    bytea       not null check (octet_length(validator) = 20),
    receipt_id   bytea       not null references receipt,
    status       text        not null check (status in ('AFFIRMING', 'CONTRAINDICATED')),
    reasons      text        not null,
    appraised_at timestamptz not null default now(),
    primary key (validator, receipt_id)
);

create table exposure (
    payer    bytea       not null check (octet_length(payer) = 20),
    asset    bytea       not null check (octet_length(asset) = 20),
    reserved numeric(60) not null check (reserved >= 0),
    primary key (payer, asset)
) with (fillfactor = 50);

create table signer (
    address    bytea primary key check (octet_length(address) = 20),
    next_nonce bigint not null check (next_nonce >= 0)
) with (fillfactor = 50);

create table journal (
    hash         bytea primary key check (octet_length(hash) = 32),
    signer       bytea       not null references signer,
    nonce        bigint      not null check (nonce >= 0),
    purpose      text        not null check (purpose in ('SETTLE', 'REGISTER', 'TRANSFER')),
    subject      bytea       not null,
    raw          bytea       not null,
    state        text        not null check (state in ('WRITTEN', 'BROADCAST', 'MINED', 'FINAL', 'FAILED')),
    block_number bigint,
    block_hash   bytea check (octet_length(block_hash) = 32),
    reason       text        not null default '',
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    unique (signer, nonce),
    check (state not in ('MINED', 'FINAL') or (block_number is not null and block_hash is not null))
) with (fillfactor = 85);

create index journal_unresolved on journal (signer, nonce) where state in ('WRITTEN', 'BROADCAST', 'MINED');

-- What became of a subject is asked again long after.
create index journal_subject on journal (subject);

-- One open transaction per subject: two settlers that want the same thing write it once.
create unique index journal_open_subject on journal (purpose, subject) where state in ('WRITTEN', 'BROADCAST', 'MINED');

-- A payment as its readers see it. A transaction hash shows only once the transaction was sent.
create view payment_status as
select p.*, j.hash as transaction_hash
from payment p
    left join batch b on b.batch_id = p.batch_id
    left join journal j on j.hash = b.transaction_hash and j.state <> 'WRITTEN';
