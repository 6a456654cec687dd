/** The chain, once it was seen to be the one that is configured. */
@NullMarked
package io.verigrad.verifier.chain;

import org.jspecify.annotations.NullMarked;
