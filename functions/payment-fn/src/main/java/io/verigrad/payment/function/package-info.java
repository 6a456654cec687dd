/** The transport: Funqy functions and REST resources, each a thin adapter over one use case. */
@NullMarked
package io.verigrad.payment.function;

import org.jspecify.annotations.NullMarked;
