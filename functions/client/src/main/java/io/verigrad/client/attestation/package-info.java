/** Evidence of runners, checked by whoever uses them. */
@NullMarked
package io.verigrad.client.attestation;

import org.jspecify.annotations.NullMarked;
