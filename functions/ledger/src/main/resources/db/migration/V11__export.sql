-- What an operator takes out of the ledger to keep elsewhere: each final payment once.

alter table payment add column exported_at timestamptz;

-- Payments that are final and not exported yet. Few where exports run; a final payment changes only to be exported.
create index payment_unexported on payment (updated_at, payment_id)
    where exported_at is null and state in ('SETTLED', 'RELEASED');

-- How far each file was written when its payments were marked as exported: what lies behind that is no payment's line.
create table export (
    file       text primary key,
    length     bigint      not null check (length >= 0),
    updated_at timestamptz not null default now()
);

create function export_time(moment timestamptz) returns text language sql stable as $$
    select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

create function export_hex(value bytea) returns text language sql immutable as $$
    select '0x' || encode(value, 'hex')
$$;

-- A payment with all that belongs to it, as one line of JSON. Members are only ever added; "version" counts changes of
-- what is there.
create view payment_record as
select p.payment_id, json_strip_nulls(json_build_object(
    'version', 1,
    'paymentId', export_hex(p.payment_id),
    'state', p.state,
    'reasons', to_json(string_to_array(p.reasons, ',')),
    'scheme', p.scheme,
    'settlement', p.settlement,
    'payer', export_hex(p.payer),
    'asset', export_hex(p.asset),
    'payTo', export_hex(p.pay_to),
    'host', export_hex(p.host),
    'cap', cast(p.cap as text),
    'charge', cast(p.charge as text),
    'enclaveKey', export_hex(p.enclave_key),
    'requestHash', export_hex(p.request_hash),
    'nonce', export_hex(p.nonce),
    'place', cast(p.place as text),
    'validAfter', cast(p.valid_after as text),
    'validBefore', cast(p.valid_before as text),
    'deadline', export_time(p.deadline),
    'createdAt', export_time(p.created_at),
    'updatedAt', export_time(p.updated_at),
    'receiptId', export_hex(p.receipt_id),
    'receipt', cast(r.signed as json),
    'appraisals', (
        select json_agg(json_build_object('validator', export_hex(a.validator), 'status', a.status,
            'reasons', string_to_array(a.reasons, ','), 'appraisedAt', export_time(a.appraised_at))
            order by a.appraised_at, a.validator)
        from appraisal a where a.receipt_id = p.receipt_id),
    'batch', case when b.batch_id is not null then json_build_object(
        'root', export_hex(b.root), 'position', p.batch_position, 'count', b.count) end,
    'transaction', case when j.hash is not null then json_build_object(
        'hash', export_hex(j.hash), 'signer', export_hex(j.signer), 'nonce', cast(j.nonce as text), 'state', j.state,
        'blockNumber', cast(j.block_number as text), 'blockHash', export_hex(j.block_hash)) end)) as record
from payment p
    left join receipt r on r.payment_id = p.payment_id
    left join batch b on b.batch_id = p.batch_id
    left join journal j on j.hash = b.transaction_hash and j.state <> 'WRITTEN';
