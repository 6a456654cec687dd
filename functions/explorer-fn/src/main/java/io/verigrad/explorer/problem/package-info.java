/** Errors as RFC 9457 problem documents. */
@NullMarked
package io.verigrad.explorer.problem;

import org.jspecify.annotations.NullMarked;
