-- What was paid for through this facilitator, as its payers sent it, for others to find.
create table resource (
    url        text        not null check (length(url) <= 2048),
    pay_to     bytea       not null check (octet_length(pay_to) = 20),
    type       text        not null,
    scheme     text        not null,
    network    text        not null,
    extensions text[]      not null,
    entry      text        not null,
    words      text        not null,
    settled    bigint      not null default 1,
    updated_at timestamptz not null default now(),
    -- Whoever pays himself may name any address: that is another entry, and changes nobody else's.
    primary key (url, pay_to)
);

create index resource_updated on resource (updated_at desc, url);
create index resource_payee on resource (pay_to);
create index resource_words on resource using gin (to_tsvector('simple', words));

-- The names that payers give their payments: one name, one payment.
create table payment_identifier (
    payer      bytea       not null check (octet_length(payer) = 20),
    pay_to     bytea       not null check (octet_length(pay_to) = 20),
    id         text        not null check (length(id) between 16 and 128),
    subject    bytea       not null,
    created_at timestamptz not null default now(),
    primary key (payer, pay_to, id)
);
