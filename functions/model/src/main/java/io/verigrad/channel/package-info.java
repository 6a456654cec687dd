/** Payment channels of x402's scheme {@code batch-settlement}, as its contract names and hashes them. */
@NullMarked
package io.verigrad.channel;

import org.jspecify.annotations.NullMarked;
