/** Compares the ledger with the bus and the chain ({@code verigrad ledger reconcile}). */
@NullMarked
package io.verigrad.devnet.reconcile;

import org.jspecify.annotations.NullMarked;
