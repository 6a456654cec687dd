/** Transactions of the payer's own account: what staking, voting and publishing take. */
@NullMarked
package io.verigrad.client.transaction;

import org.jspecify.annotations.NullMarked;
