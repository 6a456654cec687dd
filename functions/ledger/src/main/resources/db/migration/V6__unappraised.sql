-- Served payments whose receipt nobody could appraise: few, and asked for by whoever repeats the appraisal.
create index payment_unappraised on payment (updated_at) where state = 'SERVED' and reasons <> '';
