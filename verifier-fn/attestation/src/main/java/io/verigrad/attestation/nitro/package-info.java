/** Attestation documents of AWS Nitro Enclaves. */
@NullMarked
package io.verigrad.attestation.nitro;

import org.jspecify.annotations.NullMarked;
