/** payment-fn as the runner sees it: check, confirm, release. */
@NullMarked
package io.verigrad.runner.payment;

import org.jspecify.annotations.NullMarked;
