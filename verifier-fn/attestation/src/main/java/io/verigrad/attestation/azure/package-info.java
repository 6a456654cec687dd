/** Evidence of confidential virtual machines of Azure: a virtual TPM that a hardware report vouches for. */
@NullMarked
package io.verigrad.attestation.azure;

import org.jspecify.annotations.NullMarked;
