/** The appraisal of receipts. */
@NullMarked
package io.verigrad.verifier.receipt;

import org.jspecify.annotations.NullMarked;
