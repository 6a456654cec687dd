/** What travels on the bus between runner, verifier and settlement. */
@NullMarked
package io.verigrad.event;

import org.jspecify.annotations.NullMarked;
