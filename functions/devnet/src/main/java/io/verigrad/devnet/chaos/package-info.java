/** A local network under load and faults, and the audit of what it left behind ({@code verigrad chaos}). */
@NullMarked
package io.verigrad.devnet.chaos;

import org.jspecify.annotations.NullMarked;
