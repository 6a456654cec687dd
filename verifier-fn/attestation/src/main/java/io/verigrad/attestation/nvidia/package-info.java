/** NVIDIA GPUs and switches: SPDM measurement reports against signed reference values, and tokens of NVIDIA's service. */
@NullMarked
package io.verigrad.attestation.nvidia;

import org.jspecify.annotations.NullMarked;
