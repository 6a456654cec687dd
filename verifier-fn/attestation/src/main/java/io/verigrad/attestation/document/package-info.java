/** The attestation document that AWS Nitro defines and the software attester shares. */
@NullMarked
package io.verigrad.attestation.document;

import org.jspecify.annotations.NullMarked;
