/** Verification of receipts: pure, offline, reporting every violation. */
@NullMarked
package io.verigrad.client.receipt;

import org.jspecify.annotations.NullMarked;
