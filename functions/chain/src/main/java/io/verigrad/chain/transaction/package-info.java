/** Transactions in separate steps: estimate, sign, write down, broadcast, look for the receipt. */
@NullMarked
package io.verigrad.chain.transaction;

import org.jspecify.annotations.NullMarked;
