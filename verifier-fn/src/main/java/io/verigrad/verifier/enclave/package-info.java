/** Challenges and the appraisal of enclaves. */
@NullMarked
package io.verigrad.verifier.enclave;

import org.jspecify.annotations.NullMarked;
