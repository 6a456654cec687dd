/** The HTTP edge: paths, headers and the wiring behind them. */
@NullMarked
package io.verigrad.runner.web;

import org.jspecify.annotations.NullMarked;
