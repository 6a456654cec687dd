/** What a verifier accepts, as one file. */
@NullMarked
package io.verigrad.attestation.policy;

import org.jspecify.annotations.NullMarked;
