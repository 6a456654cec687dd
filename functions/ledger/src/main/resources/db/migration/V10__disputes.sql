-- Cases on receipts are opened, and verdicts on them carried out, by transactions that are written down first like others.
alter table journal drop constraint journal_purpose_check;
alter table journal add constraint journal_purpose_check
    check (purpose in ('SETTLE', 'REGISTER', 'TRANSFER', 'CLAIM', 'DISPUTE', 'JUDGE'));
