/** Calls that only the attested enclave can read: Oblivious HTTP (RFC 9458) to the key in its evidence. */
@NullMarked
package io.verigrad.client.sealed;

import org.jspecify.annotations.NullMarked;
