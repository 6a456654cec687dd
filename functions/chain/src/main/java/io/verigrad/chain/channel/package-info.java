/** x402's payment channels on chain. */
@NullMarked
package io.verigrad.chain.channel;

import org.jspecify.annotations.NullMarked;
