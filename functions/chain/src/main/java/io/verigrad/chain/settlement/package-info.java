/** Calls of the contracts that settle receipts and register enclaves, and the events they leave. */
@NullMarked
package io.verigrad.chain.settlement;

import org.jspecify.annotations.NullMarked;
