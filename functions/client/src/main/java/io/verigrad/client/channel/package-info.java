/** What a payer remembers of its payment channels. */
@NullMarked
package io.verigrad.client.channel;

import org.jspecify.annotations.NullMarked;
