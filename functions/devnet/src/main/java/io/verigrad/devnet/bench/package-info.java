/** Benchmarks side by side with the reference facilitator of x402, interleaved on one machine. */
@NullMarked
package io.verigrad.devnet.bench;

import org.jspecify.annotations.NullMarked;
