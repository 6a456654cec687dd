/** The attester of development: the form of real evidence under a test root. */
@NullMarked
package io.verigrad.attestation.software;

import org.jspecify.annotations.NullMarked;
