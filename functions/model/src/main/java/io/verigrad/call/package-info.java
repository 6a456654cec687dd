/** Calls that a runner signs with its receipt key. */
@NullMarked
package io.verigrad.call;

import org.jspecify.annotations.NullMarked;
