/** Calls: one payment each, with its receipt, its appraisals, its batch and its transaction. */
@NullMarked
package io.verigrad.explorer.call;

import org.jspecify.annotations.NullMarked;
