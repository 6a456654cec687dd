/** The events as Kafka carries them. */
@NullMarked
package io.verigrad.verifier.bus;

import org.jspecify.annotations.NullMarked;
