/** Evidence about the machine that the runner is on, made by what the machine has. */
@NullMarked
package io.verigrad.runner.attest;

import org.jspecify.annotations.NullMarked;
