/** A local chain: anvil as a child process, and the contracts deployed on it. For development and tests only. */
@NullMarked
package io.verigrad.chain.devnet;

import org.jspecify.annotations.NullMarked;
