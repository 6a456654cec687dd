/** Waiting for the ledger. */
@NullMarked
package io.verigrad.payment.ledger;

import org.jspecify.annotations.NullMarked;
