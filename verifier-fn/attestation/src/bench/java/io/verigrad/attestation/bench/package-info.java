/** How long verification takes, beside the signature checks that it cannot do without. */
package io.verigrad.attestation.bench;
