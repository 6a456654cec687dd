-- Whether an address is a vault that payments go to; pay_to never changes, so the index costs nothing when one moves on.
create index payment_pay_to on payment (pay_to) where host is not null;
