/** Quotes of Intel TDX, the event logs behind them, and what Intel states about its platforms. */
@NullMarked
package io.verigrad.attestation.tdx;

import org.jspecify.annotations.NullMarked;
