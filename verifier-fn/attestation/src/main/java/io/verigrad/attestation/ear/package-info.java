/** Attestation results as tokens for people and services (EAR, draft-ietf-rats-ear; AR4SI, draft-ietf-rats-ar4si). */
@NullMarked
package io.verigrad.attestation.ear;

import org.jspecify.annotations.NullMarked;
