/** What others can buy, as those who paid for it through this facilitator described it (x402's bazaar). */
@NullMarked
package io.verigrad.payment.discovery;

import org.jspecify.annotations.NullMarked;
