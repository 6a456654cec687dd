/** What payers spent. */
@NullMarked
package io.verigrad.explorer.payer;

import org.jspecify.annotations.NullMarked;
