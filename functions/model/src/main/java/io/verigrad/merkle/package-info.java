/** Merkle trees over receipt ids, as the Settlement contract recomputes them. */
@NullMarked
package io.verigrad.merkle;

import org.jspecify.annotations.NullMarked;
