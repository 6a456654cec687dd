/** Real models for devnet and tests, written to a model store. */
@NullMarked
package io.verigrad.samples;

import org.jspecify.annotations.NullMarked;
