/** Payments, receipts and settlement transactions in PostgreSQL; states move by compare-and-set in one statement. */
@NullMarked
package io.verigrad.ledger;

import org.jspecify.annotations.NullMarked;
