/** What an operator asks of the ledger: compares it with bus and chain, replays dead letters, exports ({@code verigrad ledger}). */
@NullMarked
package io.verigrad.devnet.reconcile;

import org.jspecify.annotations.NullMarked;
