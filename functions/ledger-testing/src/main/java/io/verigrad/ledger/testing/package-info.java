/** A real PostgreSQL with the ledger's schema for tests and for devnet. */
@NullMarked
package io.verigrad.ledger.testing;

import org.jspecify.annotations.NullMarked;
