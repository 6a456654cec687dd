/** The x402 payment protocol: its objects on the wire, its headers, and the schemes {@code exact} and {@code upto} on EVM chains. */
@NullMarked
package io.verigrad.x402;

import org.jspecify.annotations.NullMarked;
