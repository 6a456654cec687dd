/** Challenges of receipts and registrations, and what became of them. */
@NullMarked
package io.verigrad.chain.dispute;

import org.jspecify.annotations.NullMarked;
