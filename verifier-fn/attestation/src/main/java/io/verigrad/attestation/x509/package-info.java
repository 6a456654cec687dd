/** Certificate paths to a pinned root (RFC 5280). */
@NullMarked
package io.verigrad.attestation.x509;

import org.jspecify.annotations.NullMarked;
