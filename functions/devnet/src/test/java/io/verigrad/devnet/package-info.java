/** The whole network under test: published clients, wrong input, faults. */
@NullMarked
package io.verigrad.devnet;

import org.jspecify.annotations.NullMarked;
