/**
 * Collateral from the services of vendors: fetched, kept, refreshed before it ends. Nothing that comes from there is
 * believed here or because of it: the verifiers of {@code io.verigrad.attestation} check every signature.
 */
@NullMarked
package io.verigrad.collateral;

import org.jspecify.annotations.NullMarked;
