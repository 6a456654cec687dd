/** Typed structured data hashing and signing (EIP-712). */
@NullMarked
package io.verigrad.eip712;

import org.jspecify.annotations.NullMarked;
