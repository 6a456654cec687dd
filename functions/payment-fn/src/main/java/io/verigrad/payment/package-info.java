/** The payment function: reserves payments for runners and is an x402 facilitator for everybody. */
@NullMarked
package io.verigrad.payment;

import org.jspecify.annotations.NullMarked;
