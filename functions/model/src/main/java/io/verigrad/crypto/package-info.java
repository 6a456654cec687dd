/** Keccak-256, SHA-256 and recoverable ECDSA over secp256k1, on Bouncy Castle's lightweight API. */
@NullMarked
package io.verigrad.crypto;

import org.jspecify.annotations.NullMarked;
