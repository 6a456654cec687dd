/** Requests that contracts make: fetched from settlement-fn, which watches the chain, and answered there. */
@NullMarked
package io.verigrad.runner.contract;

import org.jspecify.annotations.NullMarked;
