/** Five validators, of which one lies and one is down, and what becomes of the liar's stake. */
@NullMarked
package io.verigrad.devnet.validators;

import org.jspecify.annotations.NullMarked;
