/** Batches affirmed receipts, has validators endorse them and settles them on chain, once each whatever fails. */
@NullMarked
package io.verigrad.settlement;

import org.jspecify.annotations.NullMarked;
