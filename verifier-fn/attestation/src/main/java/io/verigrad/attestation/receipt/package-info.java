/** Appraisal of receipts against the key, the payment and the price. */
@NullMarked
package io.verigrad.attestation.receipt;

import org.jspecify.annotations.NullMarked;
