/** Values of the chain and of the wire: bytes, hashes, addresses, chain ids and token amounts. */
@NullMarked
package io.verigrad.value;

import org.jspecify.annotations.NullMarked;
