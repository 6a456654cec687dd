-- What people look up: calls, newest first, of everybody, of one payer, of one enclave; and the calls of a batch.
-- created_at and the keys never change, so these indexes cost nothing when a payment moves on.

create index payment_newest on payment (created_at desc, payment_id desc);
create index payment_of_payer on payment (payer, created_at desc, payment_id desc);
create index payment_of_enclave on payment (enclave_key, created_at desc, payment_id desc);
create index payment_of_batch on payment (batch_id, batch_position) where batch_id is not null;

-- Keys that were registered, whether or not they have served a call.
create index journal_registered on journal (subject) where purpose = 'REGISTER';
