/** Typed, blocking reads of the chain: blocks, tokens, enclaves and vaults. */
@NullMarked
package io.verigrad.chain;

import org.jspecify.annotations.NullMarked;
