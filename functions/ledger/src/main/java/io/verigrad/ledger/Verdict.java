package io.verigrad.ledger;

/** What a validator says of a receipt. */
enum Verdict {
    AFFIRMING,
    CONTRAINDICATED
}
