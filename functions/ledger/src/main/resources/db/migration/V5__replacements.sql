-- A transaction that was priced too low is replaced by another with its nonce. The chain takes one of them at most, and
-- one of them is live: it stands for what the nonce is used for.
alter table journal drop constraint journal_state_check;
alter table journal add constraint journal_state_check
    check (state in ('WRITTEN', 'BROADCAST', 'MINED', 'FINAL', 'FAILED', 'REPLACED'));

alter table journal drop constraint journal_signer_nonce_key;
create unique index journal_live_nonce on journal (signer, nonce) where state <> 'REPLACED';
create index journal_replaced on journal (signer, nonce) where state = 'REPLACED';
