/** The x402 payment protocol: its objects on the wire, its headers, and the scheme {@code exact} by EIP-3009. */
@NullMarked
package io.verigrad.x402;

import org.jspecify.annotations.NullMarked;
