-- What was answered on trust and could not be charged: the payer owes it, and is trusted with nothing before it has paid.

-- Whether the charge of this payment was added to what its payer owes.
alter table payment add column defaulted boolean not null default false;

alter table exposure add column owed numeric(60) not null default 0 check (owed >= 0);
create index exposure_owed on exposure (asset) where owed > 0;
