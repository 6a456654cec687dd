/** What was settled, counted by the ledger as batches end. */
@NullMarked
package io.verigrad.explorer.usage;

import org.jspecify.annotations.NullMarked;
