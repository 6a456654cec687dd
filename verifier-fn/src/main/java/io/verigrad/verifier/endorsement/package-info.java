/** Signatures over batches of receipts. */
@NullMarked
package io.verigrad.verifier.endorsement;

import org.jspecify.annotations.NullMarked;
