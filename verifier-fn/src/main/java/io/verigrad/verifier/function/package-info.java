/** The functions as Funqy serves them. */
@NullMarked
package io.verigrad.verifier.function;

import org.jspecify.annotations.NullMarked;
