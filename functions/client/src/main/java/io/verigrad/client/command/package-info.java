/** The verigrad command line. */
@NullMarked
package io.verigrad.client.command;

import org.jspecify.annotations.NullMarked;
