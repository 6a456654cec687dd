/** Quotes in a token whose price moves: where its price comes from, and how long a quote is good for. */
@NullMarked
package io.verigrad.runner.price;

import org.jspecify.annotations.NullMarked;
