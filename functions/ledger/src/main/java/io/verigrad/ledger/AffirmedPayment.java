package io.verigrad.ledger;

import io.verigrad.receipt.SignedReceipt;

/** A payment that is to be settled, with the receipt it pays for. */
public record AffirmedPayment(Payment payment, SignedReceipt receipt) {}
