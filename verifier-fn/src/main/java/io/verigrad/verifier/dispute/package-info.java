/** Verdicts on challenged receipts, by what other enclaves found when they ran the request again. */
@NullMarked
package io.verigrad.verifier.dispute;

import org.jspecify.annotations.NullMarked;
