-- A payment is settled after its answer (deferred) or before it (instant). Only deferred ones are lent to the payer.
alter table payment add column settlement text not null default 'DEFERRED'
    check (settlement in ('DEFERRED', 'INSTANT'));

-- Of what a payer has reserved, what is deferred.
alter table exposure add column deferred numeric(60) not null default 0;
update exposure set deferred = reserved;
alter table exposure add check (deferred >= 0 and deferred <= reserved);

-- What a payer settled lately raises what it is trusted with. A settled payment never changes again, so updated_at is
-- when it settled, and the sum is read from the index alone.
create index payment_settled on payment (payer, asset, updated_at) include (charge) where state = 'SETTLED';

drop view payment_status;
create view payment_status as
select p.*, j.hash as transaction_hash
from payment p
    left join batch b on b.batch_id = p.batch_id
    left join journal j on j.hash = b.transaction_hash and j.state <> 'WRITTEN';
