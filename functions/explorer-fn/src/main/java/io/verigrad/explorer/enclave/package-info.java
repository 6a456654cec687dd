/** Enclaves: the keys that sign receipts, and what the registry says of them. */
@NullMarked
package io.verigrad.explorer.enclave;

import org.jspecify.annotations.NullMarked;
