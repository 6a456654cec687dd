/** Attestation reports of AMD SEV-SNP. */
@NullMarked
package io.verigrad.attestation.snp;

import org.jspecify.annotations.NullMarked;
