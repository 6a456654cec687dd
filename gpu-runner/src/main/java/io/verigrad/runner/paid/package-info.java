/** The x402 resource server: what stands between any API of the runner and its models. */
@NullMarked
package io.verigrad.runner.paid;

import org.jspecify.annotations.NullMarked;
