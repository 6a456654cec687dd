/** Merkle trees over receipt ids, and Merkle-sum trees over what they charge, as the contracts recompute them. */
@NullMarked
package io.verigrad.merkle;

import org.jspecify.annotations.NullMarked;
