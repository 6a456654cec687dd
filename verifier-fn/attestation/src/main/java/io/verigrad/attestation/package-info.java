/** Evidence about enclaves: its envelope, what it binds, and its appraisal (RFC 9334). */
@NullMarked
package io.verigrad.attestation;

import org.jspecify.annotations.NullMarked;
