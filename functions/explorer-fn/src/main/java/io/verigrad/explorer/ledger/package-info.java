/** Bounded, read-only queries of the ledger. */
@NullMarked
package io.verigrad.explorer.ledger;

import org.jspecify.annotations.NullMarked;
