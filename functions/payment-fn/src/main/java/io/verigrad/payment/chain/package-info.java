/** What the payment function asks the chain, with answers that may be a few seconds old where that is enough. */
@NullMarked
package io.verigrad.payment.chain;

import org.jspecify.annotations.NullMarked;
