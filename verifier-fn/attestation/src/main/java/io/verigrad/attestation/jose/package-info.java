/** Strict JSON web signatures and keys (RFC 7515, RFC 7517), with the algorithm named by the reader and never by the token. */
@NullMarked
package io.verigrad.attestation.jose;

import org.jspecify.annotations.NullMarked;
