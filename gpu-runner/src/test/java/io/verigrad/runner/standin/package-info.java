/** Loopback stand-ins for the functions that the runner calls; they check what a real one would. */
@NullMarked
package io.verigrad.runner.standin;

import org.jspecify.annotations.NullMarked;
