/** The x402 facilitator for other resource servers: verify and settle. */
@NullMarked
package io.verigrad.payment.facilitator;

import org.jspecify.annotations.NullMarked;
