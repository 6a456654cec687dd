/** Strict CBOR (RFC 8949) within limits. */
@NullMarked
package io.verigrad.attestation.cbor;

import org.jspecify.annotations.NullMarked;
