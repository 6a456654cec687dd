/** Who published reference values: Sigstore bundles, checked with the keys of a trusted root. Needs the library sigstore-java. */
@NullMarked
package io.verigrad.client.reference;

import org.jspecify.annotations.NullMarked;
