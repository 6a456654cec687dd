package io.verigrad.ledger;

/** When a payment is settled. */
public enum SettlementMode {
    /** After the answer was given: until then the payer owes it. */
    DEFERRED,
    /** Before the answer is given: nobody trusts the payer with anything. */
    INSTANT,
    /** After the answer was given, from money that lies in a channel: the payer owes nothing. */
    PREPAID
}
