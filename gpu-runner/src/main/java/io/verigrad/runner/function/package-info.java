/** Calls of other functions: JSON over HTTP. */
@NullMarked
package io.verigrad.runner.function;

import org.jspecify.annotations.NullMarked;
