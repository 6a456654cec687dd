/** The receipt, the offer and what validators sign; every type with its EIP-712 hash. */
@NullMarked
package io.verigrad.receipt;

import org.jspecify.annotations.NullMarked;
