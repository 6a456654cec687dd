/** COSE_Sign1 (RFC 9052) with ES384. */
@NullMarked
package io.verigrad.attestation.cose;

import org.jspecify.annotations.NullMarked;
