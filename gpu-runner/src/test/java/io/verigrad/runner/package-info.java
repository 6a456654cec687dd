/** Tests of the runner. */
@NullMarked
package io.verigrad.runner;

import org.jspecify.annotations.NullMarked;
