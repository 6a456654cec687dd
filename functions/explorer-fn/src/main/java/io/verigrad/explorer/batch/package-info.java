/** Batches: which receipts one transaction settled, with a proof of inclusion of each. */
@NullMarked
package io.verigrad.explorer.batch;

import org.jspecify.annotations.NullMarked;
