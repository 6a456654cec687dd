/** Tokens of Google Cloud Attestation about Confidential Space. */
@NullMarked
package io.verigrad.attestation.gcp;

import org.jspecify.annotations.NullMarked;
