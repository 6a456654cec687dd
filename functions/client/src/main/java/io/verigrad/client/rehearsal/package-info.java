/** Asks what a call would cost and be proved by, without paying for it. */
@NullMarked
package io.verigrad.client.rehearsal;

import org.jspecify.annotations.NullMarked;
